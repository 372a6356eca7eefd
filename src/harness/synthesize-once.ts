import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SquallError } from '../cloud/kernel/errors.ts';
import { generatedDirectories } from './generated-directories.ts';
import { synthesize } from './synthesize.ts';

const skipped: ReadonlySet<string> = new Set([...generatedDirectories, '.git', '.squall']);
const pollMs = 100;

/** A synthesis that died without a word is not waited for longer than this. */
const waitMaxMs = 120_000;

/**
 * Like `synthesize`, but workers that run at the same time share one synthesis, and it is done again only when a file
 * of the project has changed. Assemblies lie in `.squall/assemblies/<fingerprint>`.
 */
export async function synthesizeOnce(app: string | undefined, directory: string = process.cwd()): Promise<string> {
  if (app && existsSync(join(resolve(directory, app), 'manifest.json'))) return resolve(directory, app);
  const root = join(directory, '.squall', 'assemblies');
  const target = join(root, fingerprint(app, directory));
  const claim = `${target}.claim`;
  mkdirSync(root, { recursive: true });
  for (let waitedMs = 0; waitedMs < waitMaxMs; waitedMs += pollMs) {
    if (existsSync(join(target, 'manifest.json'))) return target;
    if (tryClaim(claim)) return synthesizeTo(target, claim, app, directory);
    await wait(pollMs);
  }
  throw new SquallError(
    'SynthesisFailed',
    'Another worker has been synthesizing for two minutes.',
    `Remove ${claim} if none is.`,
  );
}

async function synthesizeTo(
  target: string,
  claim: string,
  app: string | undefined,
  directory: string,
): Promise<string> {
  try {
    const draft = `${target}.${process.pid}`;
    await synthesize(app, { directory, outputDirectory: draft });
    // Put in place by rename: other workers never see half an assembly.
    renameSync(draft, target);
    removeOthers(target);
    return target;
  } finally {
    rmSync(claim, { recursive: true, force: true });
  }
}

/** Making a directory is atomic everywhere. A claim that is older than the longest wait was left by a killed process. */
function tryClaim(claim: string): boolean {
  try {
    mkdirSync(claim);
    return true;
  } catch {
    const madeMs = statSync(claim, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (madeMs + waitMaxMs < Date.now()) rmSync(claim, { recursive: true, force: true });
    return false;
  }
}

const keptAssemblies = 4;

function removeOthers(target: string): void {
  const root = join(target, '..');
  const assemblies = readdirSync(root)
    .filter((name) => !name.includes('.'))
    .map((name) => ({ path: join(root, name), madeMs: statSync(join(root, name)).mtimeMs }))
    .sort((a, b) => b.madeMs - a.madeMs);
  for (const { path } of assemblies.slice(keptAssemblies)) rmSync(path, { recursive: true, force: true });
}

/** Of names, sizes and times of all files of the project: a changed handler is a changed assembly. */
function fingerprint(app: string | undefined, directory: string): string {
  const hash = createHash('sha256').update(`${app ?? ''}\n${directory}\n`);
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (skipped.has(entry.name)) continue;
      const full = join(path, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (entry.isFile()) {
        const { size, mtimeMs } = statSync(full);
        hash.update(`${full}:${size}:${mtimeMs}\n`);
      }
    }
  };
  visit(directory);
  return hash.digest('hex').slice(0, 16);
}
