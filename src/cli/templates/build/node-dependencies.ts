import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import { isRecord, type Json } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import type { Packaging } from '../packaging.ts';
import { runTool } from './run-tool.ts';

type Installing = Pick<Packaging, 'cache' | 'onStep' | 'signal'> & { readonly withDevelopment?: boolean };

const namesOf = (value: unknown): string[] => Object.keys(isRecord(value) ? value : {});

export const hasDependencies = (manifest: Json): boolean =>
  namesOf(manifest.dependencies).length + namesOf(manifest.optionalDependencies).length > 0;

/**
 * Puts the packages into `target` that the sources at `source` depend on, those for development left out: copied where the
 * project has them installed, else installed by npm.
 */
export async function addNodeDependencies(source: string, target: string, packaging: Packaging): Promise<void> {
  const manifest = manifestOf(source);
  if (!hasDependencies(manifest)) return;
  if (copyInstalled(source, target, manifest)) return;
  rmSync(join(target, 'node_modules'), { recursive: true, force: true });
  await installNodeDependencies(source, target, packaging);
}

function manifestOf(directory: string): Json {
  const path = join(directory, 'package.json');
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isRecord(manifest)) return manifest;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new SquallError('SynthesisFailed', `${path} is not JSON.`, 'Mend it.');
}

/** Whether all that is asked for was there: by links and hoisting as npm, pnpm and workspaces leave it. */
function copyInstalled(source: string, target: string, manifest: Json): boolean {
  const places = new Map<string, string>();
  const add = (name: string, from: string, parent: string, isNeeded: boolean): boolean => {
    const found = installedAt(name, from);
    if (found === undefined) return !isNeeded;
    let place = join(target, 'node_modules', name);
    // Another version of it lies there: this one belongs to its parent alone.
    if (places.has(place) && places.get(place) !== found) place = join(parent, 'node_modules', name);
    if (places.get(place) === found) return true;
    places.set(place, found);
    cpSync(found, place, { recursive: true, dereference: true, filter: (path) => basename(path) !== '.bin' });
    return addAll(manifestOf(found), found, place);
  };
  const addAll = (of: Json, from: string, parent: string): boolean =>
    namesOf(of.dependencies).every((name) =>
      add(name, from, parent, namesOf(of.optionalDependencies).includes(name) === false),
    ) &&
    [...namesOf(of.optionalDependencies), ...namesOf(of.peerDependencies)].every((name) =>
      add(name, from, parent, false),
    );
  return addAll(manifest, realpathSync(source), target);
}

/** As Node finds it: in the nearest `node_modules`, links resolved. */
function installedAt(name: string, from: string): string | undefined {
  for (let current = from; ; current = dirname(current)) {
    const path = join(current, 'node_modules', name);
    if (existsSync(join(path, 'package.json'))) return realpathSync(path);
    if (dirname(current) === current) return undefined;
  }
}

/** Runs npm beside copies of the project's manifest and lock, once for these, and puts `node_modules` into `target`. */
export async function installNodeDependencies(source: string, target: string, options: Installing): Promise<void> {
  const files = ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', '.npmrc'].filter((name) =>
    existsSync(join(source, name)),
  );
  const hash = createHash('sha256').update(String(options.withDevelopment ?? false));
  for (const name of files) hash.update(name).update(readFileSync(join(source, name)));
  const kept = join(options.cache, hash.digest('hex').slice(0, 32));
  if (!existsSync(kept)) {
    const making = `${kept}.making`;
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    for (const name of files) cpSync(join(source, name), join(making, name));
    options.onStep(`Installing what ${join(source, 'package.json')} asks for`);
    const isLocked = files.some((name) => name.endsWith('lock.json') || name === 'npm-shrinkwrap.json');
    await runTool({
      command: 'npm',
      arguments: [
        isLocked ? 'ci' : 'install',
        ...(options.withDevelopment ? [] : ['--omit=dev']),
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ],
      directory: making,
      signal: options.signal,
      what: `npm for ${source}`,
      missing: 'Install Node with npm.',
      hint: `Run npm install in ${source}: what is installed there is taken as it is.`,
    });
    renameSync(making, kept);
  }
  const modules = join(kept, 'node_modules');
  if (existsSync(modules)) cpSync(modules, join(target, 'node_modules'), { recursive: true });
}
