import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { checkAssembly } from './cdk/check-assembly.ts';
import { findAssemblies } from './cdk/find-assemblies.ts';
import { checkFile } from './check-file.ts';
import { type FoundFiles, findFiles, isAssembly } from './find/find-files.ts';
import type { Finding, Sighting } from './finding.ts';
import { judgesOf } from './judge/judges.ts';
import { TrialCloud } from './trial/trial-cloud.ts';

/** All that was found in a project. */
export type Checked = Required<Sighting>;

export interface CheckOptions {
  /** Whether CDK apps may be run that have no assembly as new as their sources. */
  readonly isSynthesizing: boolean;
  /** Told of each app that is run. */
  readonly onApp?: (file: string) => void;
}

/** Checks a directory with all that belongs to its project, or one file. */
export async function checkProject(path: string, options: CheckOptions): Promise<Checked> {
  await using trial = await TrialCloud.start();
  const judges = await judgesOf(trial);
  const { root, found } = filesAt(path);
  const { directories, unreadable, notes } = await findAssemblies(root, found, options);
  const sightings: Sighting[] = [{ findings: [], unreadable, notes }];
  for (const directory of directories) sightings.push(await checkAssembly(root, directory, judges));
  for (const file of found.files) sightings.push(await checkFile(root, file, judges));
  return {
    findings: once(sightings.flatMap(({ findings }) => findings)),
    unreadable: sightings.flatMap(({ unreadable = [] }) => unreadable),
    notes: sightings.flatMap(({ notes = [] }) => notes),
  };
}

/** A file that another one includes may be read by itself as well. */
const once = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];

function filesAt(path: string): { readonly root: string; readonly found: FoundFiles } {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat)
    throw new SquallError(
      'InvalidOption',
      `There is no ${path}.`,
      'Name a directory or a file: squall check template.yaml',
    );
  const root = dirname(path);
  if (!stat.isDirectory()) return { root, found: { files: [basename(path)], assemblies: [] } };
  if (isAssembly(path)) return { root, found: { files: [], assemblies: [basename(path)] } };
  return { root: path, found: findFiles(path) };
}
