import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseTemplateText } from '../../src/cloud/services/cloudformation/engine/template/parse-text.ts';
import type { Fields } from '../../src/cloud/services/cloudformation/engine/transforms/sam/language/values.ts';
import { InvalidSamTemplate } from '../../src/cloud/services/cloudformation/engine/transforms/sam/sam-transform.ts';
import { transformSam } from '../../src/cloud/services/cloudformation/engine/transforms/sam/transform-sam.ts';

/*
 * Holds our SAM transform against AWS's own (`pip install aws-sam-translator`), template by template:
 * node --conditions=squall-source scripts/sam-oracle/compare.ts PYTHON PATH…   (-v shows the differences)
 */

interface Outcome {
  readonly template?: unknown;
  readonly error?: string;
  /** AWS's transform, or ours, has no answer. */
  readonly crash?: string;
}

const verbose = process.argv.includes('-v');
const [python, ...paths] = process.argv.slice(2).filter((argument) => argument !== '-v');
if (python === undefined || paths.length === 0) throw new Error('usage: compare.ts PYTHON PATH… [-v]');

const templates = paths.flatMap(templatesIn);
const outcomes = asked(python, templates);
const counts = { same: 0, different: 0, crashed: 0 };
for (const [at, path] of templates.entries()) {
  const theirs = outcomes[at] ?? { crash: 'no answer' };
  const ours = transformed(path);
  const differences = theirs.crash === undefined ? [...differencesOf(theirs, ours, '')] : [];
  if (theirs.crash !== undefined) counts.crashed += 1;
  else counts[differences.length === 0 ? 'same' : 'different'] += 1;
  if (theirs.crash !== undefined)
    console.log(`crash      ${path}: ${theirs.crash} (ours: ${ours.error ?? ours.crash ?? 'a template'})`);
  else if (differences.length > 0) console.log(`different  ${path}`);
  if (verbose) for (const difference of differences.slice(0, 12)) console.log(`  ${difference}`);
}
console.log(`${counts.same} the same, ${counts.different} different, ${counts.crashed} that AWS's transform dies of`);
process.exitCode = counts.different > 0 ? 1 : 0;

function templatesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((file) => /\.(ya?ml|json|template)$/.test(file))
    .sort();
}

function asked(command: string, files: readonly string[]): Outcome[] {
  const script = new URL('./translate.py', import.meta.url).pathname;
  const { stdout, stderr, status } = spawnSync(command, [script], {
    input: files.join('\n'),
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`AWS's transform did not run: ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome);
}

function transformed(path: string): Outcome {
  try {
    const template = parseTemplateText(readFileSync(path, 'utf8')) as Fields;
    const made = transformSam(template, { region: process.env.AWS_DEFAULT_REGION ?? 'us-east-1', parameters: {} });
    return { template: JSON.parse(JSON.stringify(made)) };
  } catch (error) {
    if (error instanceof InvalidSamTemplate) return { error: error.message };
    return { crash: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Where two values differ; the order of members counts for nothing, that of items does. */
function* differencesOf(theirs: unknown, ours: unknown, at: string): Generator<string> {
  if (isDeepStrictEqual(theirs, ours)) return;
  if (!isObject(theirs) || !isObject(ours) || Array.isArray(theirs) !== Array.isArray(ours)) {
    yield `${at}: AWS ${shown(theirs)}, ours ${shown(ours)}`;
    return;
  }
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
    yield* differencesOf(theirs[key], ours[key], `${at}/${key}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 300);
}
