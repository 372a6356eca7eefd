import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SquallError } from '../../../cloud/kernel/errors.ts';
import type { Packaging } from '../packaging.ts';
import { runTool } from './run-tool.ts';

/** Puts what requirements.txt asks for into `target`: by pip, for this machine, once for the same requirements. */
export async function addPythonRequirements(
  requirements: string,
  target: string,
  runtime: string,
  { cache, signal, onStep }: Packaging,
): Promise<void> {
  const text = readFileSync(requirements, 'utf8');
  const isAsking = text.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  if (!isAsking) return;
  const python = pythonFor(runtime, requirements);
  const kept = join(cache, createHash('sha256').update(`${python}\n${text}`).digest('hex').slice(0, 32));
  if (!existsSync(kept)) {
    const making = `${kept}.making`;
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { recursive: true });
    onStep(`Installing what ${requirements} asks for`);
    await runTool({
      command: python,
      arguments: [
        ...['-m', 'pip', 'install', '--requirement', requirements, '--target', making],
        ...['--quiet', '--disable-pip-version-check', '--no-input'],
      ],
      directory: dirname(requirements),
      signal,
      what: `pip for ${requirements}`,
      missing: 'Install Python with pip.',
      hint: 'Mend the requirements; pip’s own words are above.',
    });
    renameSync(making, kept);
  }
  cpSync(kept, target, { recursive: true });
}

/** The runtime's own version where it is installed, else whatever Python there is. */
function pythonFor(runtime: string, requirements: string): string {
  const found = [runtime, 'python3', 'python'].find(
    (command) => spawnSync(command, ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0,
  );
  if (found !== undefined) return found;
  throw new SquallError(
    'SynthesisFailed',
    `${requirements} asks for packages, and no Python with pip is installed here.`,
    'Install Python 3 with pip, or run sam build elsewhere and deploy .aws-sam/build/template.yaml.',
  );
}
