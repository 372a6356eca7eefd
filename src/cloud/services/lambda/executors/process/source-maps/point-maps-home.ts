import { existsSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findSource } from './find-source.ts';
import { ProjectFiles } from './project-files.ts';

interface SourceMap {
  readonly sourceRoot?: string;
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

const code = /\.[cm]?[jt]s$/;
const lastComment = /^\/\/[#@] sourceMappingURL=(\S+)\s*$/gm;
const inlineMap = /^data:application\/json;(?:charset=[^;,]+;)?base64,/;

/**
 * Makes debuggers find the project's files for unpacked code: the sources of its maps become `file:` URLs, and code
 * that was deployed as it is gets a map that leads to its original. Only comments and maps change. False when nothing of
 * the code leads to the project.
 */
export function pointMapsHome(directory: string, project: string): boolean {
  // A cloud that is closed meanwhile takes its directories away.
  if (!existsSync(directory)) return false;
  const files = new ProjectFiles(project);
  const led = codeFiles(directory).map((file) => lead(file, project, files));
  return led.includes(true);
}

function codeFiles(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : codeFiles(path);
    return entry.isFile() && code.test(entry.name) && !entry.name.endsWith('.d.ts') ? [path] : [];
  });
}

function lead(file: string, project: string, files: ProjectFiles): boolean {
  const text = readFileSync(file, 'utf8');
  const comment = [...text.matchAll(lastComment)].at(-1);
  const url = comment?.[1];
  if (!comment || url === undefined) return leadToOriginal(file, text, files);
  try {
    if (!inlineMap.test(url)) return leadMapFile(join(dirname(file), decodeURIComponent(url)), project);
    const map = JSON.parse(Buffer.from(url.replace(inlineMap, ''), 'base64').toString()) as SourceMap;
    const changed = withHomes(map, project);
    if (changed)
      replace(
        file,
        text.slice(0, comment.index) + inlineComment(changed) + text.slice(comment.index + comment[0].length),
      );
    return changed !== undefined;
  } catch {
    // The comment names a map that was not deployed, or is none.
    return false;
  }
}

function leadMapFile(path: string, project: string): boolean {
  const changed = withHomes(JSON.parse(readFileSync(path, 'utf8')) as SourceMap, project);
  if (changed) replace(path, JSON.stringify(changed));
  return changed !== undefined;
}

/** The map with the sources that the project has as URLs of them; undefined when it has none. */
function withHomes({ sourceRoot = '', ...map }: SourceMap, project: string): SourceMap | undefined {
  const root = sourceRoot === '' ? '' : `${sourceRoot.replace(/\/$/, '')}/`;
  const homes = map.sources.map((source, index) =>
    findSource(root + source, project, map.sourcesContent?.[index] ?? undefined),
  );
  if (homes.every((home) => home === undefined)) return undefined;
  return { ...map, sources: map.sources.map((source, index) => homes[index] ?? root + source) };
}

/** Every line is the original's. */
function leadToOriginal(file: string, text: string, files: ProjectFiles): boolean {
  const original = files.original(file, text);
  if (original === undefined) return false;
  const lines = text.split('\n').length;
  const mappings = ['AAAA', ...Array<string>(lines - 1).fill('AACA')].join(';');
  const map = { version: 3, sources: [pathToFileURL(original).href], names: [], mappings };
  replace(file, `${text}${text.endsWith('\n') ? '' : '\n'}${inlineComment(map)}`);
  return true;
}

const inlineComment = (map: object): string =>
  `//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;

/** Another environment may be reading it. */
function replace(file: string, text: string): void {
  writeFileSync(`${file}.part`, text, { mode: statSync(file).mode });
  renameSync(`${file}.part`, file);
}
