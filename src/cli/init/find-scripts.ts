import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { InitStage } from '../../cloud/admin/initialization.ts';
import { initStages } from '../../cloud/admin/initialization.ts';
import { SquallError } from '../../cloud/kernel/errors.ts';

/** A script that was found. */
interface FoundScript {
  readonly stage: InitStage;
  readonly path: string;
}

/**
 * The scripts of all stages below a directory, in LocalStack's order: by name, those of a folder before those of the
 * folders in it. https://docs.localstack.cloud/references/init-hooks/
 */
export function findScripts(directory: string): readonly FoundScript[] {
  if (!isDirectory(directory)) {
    throw new SquallError(
      'InvalidOption',
      `--init ${directory} is not a directory.`,
      'Give one that has boot.d, start.d, ready.d or shutdown.d in it.',
    );
  }
  return initStages.flatMap((stage) =>
    scriptsIn(join(directory, `${stage.toLowerCase()}.d`)).map((path) => ({ stage, path })),
  );
}

function scriptsIn(directory: string): readonly string[] {
  if (!isDirectory(directory)) return [];
  // By code unit, whatever the language of the machine is.
  const paths = readdirSync(directory)
    .sort()
    .map((name) => join(directory, name));
  const folders = paths.filter(isDirectory);
  const scripts = paths.filter((path) => !folders.includes(path) && /\.(?:sh|py)$/.test(basename(path)));
  return [...scripts, ...folders.flatMap(scriptsIn)];
}

const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
