import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { excerptOf } from '../../harness/synthesis/failures/source-excerpt.ts';
import { parseFrame, type StackFrame } from '../../harness/synthesis/failures/stack-frames.ts';
import { findSource } from './find-source.ts';
import { type PlaceFinder, sourceMapOf } from './source-map-of.ts';

/** A frame of a function's stack, as its developer knows the place. */
export interface FailureFrame {
  readonly name: string | undefined;
  /** Relative to the project where it is of the project, else to the function's code. */
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
  /** The project's own code, not a package's. */
  readonly isOwn: boolean;
}

export interface FailureTrace {
  readonly frames: readonly FailureFrame[];
  /** The line of the first frame of the project's own, with a caret. */
  readonly excerpt: string | undefined;
  /** It leads into a bundle without a source map. */
  readonly lacksMap: boolean;
}

interface Places {
  readonly codeDirectory: string;
  readonly project: string;
}

/** What ran the function, and no part of it. */
const isRuntime = (file: string): boolean =>
  file.startsWith('node:') || /[\\/]executors[\\/]\w+[\\/]bootstrap[\\/]/.test(file);

/** Reads a trace as the runtimes report it, and maps it by the source maps of the function's code. */
export function readTrace(trace: readonly string[], places: Places): FailureTrace {
  const maps = new Map<string, PlaceFinder | undefined>();
  let excerpt: string | undefined;
  let lacksMap = false;
  const frames: FailureFrame[] = [];
  for (const text of trace) {
    const frame = parseFrame(text) ?? parsePythonFrame(text);
    if (frame === undefined || isRuntime(frame.file)) continue;
    const path = frame.file.startsWith('file:') ? fileURLToPath(frame.file) : frame.file;
    if (!maps.has(path)) maps.set(path, sourceMapOf(path));
    const mapped = mapFrame({ ...frame, file: path }, maps.get(path), places);
    lacksMap ||= maps.get(path) === undefined && isBundle(path);
    frames.push(mapped.frame);
    if (mapped.frame.isOwn) excerpt ??= excerptOf(mapped.text, mapped.frame.line, mapped.frame.column);
  }
  return { frames, excerpt, lacksMap };
}

const minifiedMax = 2;

function mapFrame(frame: StackFrame, find: PlaceFinder | undefined, { codeDirectory, project }: Places) {
  const place = find?.(frame.line, frame.column ?? 1);
  const inCode = relative(codeDirectory, frame.file);
  // Functions that read source maps themselves name sources, which are not there.
  const source = findSource(place?.source ?? (inCode.startsWith('..') ? frame.file : inCode), project);
  const file = source === undefined ? (place?.source ?? inCode) : relative(project, source);
  const told = {
    // Minified names say nothing, and a map does not tell those of functions.
    name: place && (frame.name ?? '').length <= minifiedMax ? undefined : frame.name,
    file: file.replaceAll('\\', '/'),
    line: place?.line ?? frame.line,
    column: place?.column ?? frame.column,
    isOwn: !/(?:^|[\\/])node_modules[\\/]/.test(file),
  };
  return { frame: told, text: place?.text ?? readText(place ? source : frame.file) ?? readText(source) };
}

/** `  File "/var/task/app.py", line 3, in handler`, with the line itself below. */
function parsePythonFrame(text: string): StackFrame | undefined {
  const [, file, line, name] = /^\s*File "(.+?)", line (\d+), in (\S+)/.exec(text) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: undefined, name };
}

const lineCharactersMax = 500;

/** Written by a bundler: names its sources in comments, makes modules of objects, or has no lines to speak of. */
function isBundle(path: string): boolean {
  const code = /\.[cm]?js$/.test(path) ? readText(path) : undefined;
  if (code === undefined) return false;
  const start = code.slice(0, 4000);
  return (
    /^\/\/ \S+\.[cm]?[jt]sx?$/m.test(start) ||
    /Object\.defineProperty/.test(start.slice(0, 300)) ||
    start.split('\n').some((line) => line.length > lineCharactersMax)
  );
}

function readText(path: string | undefined): string | undefined {
  try {
    return path === undefined ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
