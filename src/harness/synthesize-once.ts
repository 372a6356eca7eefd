import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { version } from '../cloud/version.ts';
import { makeOwnDirectory } from './own-directory.ts';
import { fingerprintOf } from './synthesis/fingerprint.ts';
import { recordedSynthesis } from './synthesis/recorded-synthesis.ts';
import { isStillValid, storedText } from './synthesis/stored-record.ts';
import { synthesisFailed } from './synthesis/synthesis-failed.ts';

const pollMs = 100;

/** A synthesis that died without a word is not waited for longer than this. */
const waitMaxMs = 120_000;

const assemblies = 'assemblies';

/** Lies in each assembly. */
const recordName = 'squall-synthesis.json';

/**
 * Like `synthesize`, but workers that run at the same time share one synthesis, and it is done again only when a file
 * has changed that it read. Where nobody knows what it read (an app in Python, say), every file of the project counts.
 * Assemblies lie in `.squall/assemblies/`, each with the record of its synthesis.
 */
export async function synthesizeOnce(app: string | undefined, directory: string = process.cwd()): Promise<string> {
  if (app && existsSync(join(resolve(directory, app), 'manifest.json'))) return resolve(directory, app);
  const root = join(directory, '.squall', assemblies);
  if (!canWrite(directory)) return synthesizeElsewhere(app, directory);
  const key = keyOf(app, directory);
  const claim = join(root, `${key}.claim`);
  for (let waitedMs = 0; waitedMs < waitMaxMs; waitedMs += pollMs) {
    const find = () => findAssembly(root, key, directory);
    const kept = find();
    if (kept !== undefined) return inUse(kept);
    // Who held the claim may have finished between the look and the claim.
    if (tryClaim(claim)) return await claimed(claim, async () => find() ?? synthesizeTo(root, key, app, directory));
    await wait(pollMs);
  }
  throw synthesisFailed('Another worker has been synthesizing for two minutes.', `Remove ${claim} if none is.`);
}

function canWrite(directory: string): boolean {
  try {
    makeOwnDirectory(directory, assemblies);
    return true;
  } catch {
    return false;
  }
}

/** A project that cannot be written keeps no assembly: it lasts as long as this process. */
async function synthesizeElsewhere(app: string | undefined, directory: string): Promise<string> {
  const outputDirectory = mkdtempSync(join(tmpdir(), 'squall-assembly-'));
  process.once('exit', () => rmSync(outputDirectory, { recursive: true, force: true }));
  return (await recordedSynthesis(app, { directory, outputDirectory })).directory;
}

/** What decides about an assembly besides files. */
function keyOf(app: string | undefined, directory: string): string {
  const variables = Object.entries(process.env).filter(([name]) => name.startsWith('CDK_'));
  const parts = [app ?? '', resolve(directory), version, process.version, variables.sort()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** The assembly of this key of which everything is still as it was read. */
function findAssembly(root: string, key: string, directory: string): string | undefined {
  const isValid = (path: string): boolean => {
    try {
      return isStillValid(readFileSync(join(path, recordName), 'utf8'), () => fingerprintOf(directory));
    } catch {
      // Removed meanwhile by another process, or written by another version.
      return false;
    }
  };
  return assembliesIn(root)
    .map(({ path }) => path)
    .filter((path) => path.startsWith(join(root, `${key}-`)))
    .find(isValid);
}

async function synthesizeTo(root: string, key: string, app: string | undefined, directory: string): Promise<string> {
  const target = join(root, `${key}-${Date.now().toString(36)}`);
  const draft = `${target}.${process.pid}`;
  try {
    const fingerprint = fingerprintOf(directory);
    const { record } = await recordedSynthesis(app, { directory, outputDirectory: draft });
    writeFileSync(join(draft, recordName), storedText(record, fingerprint));
    // Put in place by rename: other workers never see half an assembly.
    renameSync(draft, target);
    for (const { path } of assembliesIn(root).slice(keptAssemblies)) rmSync(path, { recursive: true, force: true });
    return target;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function claimed(claim: string, run: () => Promise<string>): Promise<string> {
  try {
    return await run();
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

/** A project may have several apps, and a day's work goes to and fro between a few states of each. */
const keptAssemblies = 8;

/** What was used last is what is kept: another app's syntheses must not push out the one that every file deploys. */
function inUse(assembly: string): string {
  const now = new Date();
  try {
    utimesSync(assembly, now, now);
  } catch {
    // Of another user, who may read it alone.
  }
  return assembly;
}

/** What was used last first. */
function assembliesIn(root: string): { path: string; madeMs: number }[] {
  return readdirSync(root)
    .filter((name) => !name.includes('.'))
    .map((name) => ({ path: join(root, name), madeMs: stampMs(join(root, name)) }))
    .sort((a, b) => b.madeMs - a.madeMs);
}

/** Another process may have removed it just now. */
const stampMs = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
