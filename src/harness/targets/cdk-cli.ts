import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { readAssembly } from '../assembly.ts';
import type { DeployedStack } from '../deploy.ts';

/** How the CDK's CLI is called: `cdk` for AWS, `cdklocal` for LocalStack. */
export interface CdkCli {
  readonly program: 'cdk' | 'cdklocal';
  readonly environment: Readonly<Record<string, string>>;
}

/** Deploys all stacks of an assembly with the unmodified CLI. Throws `SquallError` with what it said last. */
export async function cdkDeploy(
  cli: CdkCli,
  assembly: string,
  parameters: Readonly<Record<string, string>>,
): Promise<DeployedStack[]> {
  const folder = mkdtempSync(join(tmpdir(), 'squall-outputs-'));
  const file = join(folder, 'outputs.json');
  try {
    await runCdk(cli, ['bootstrap', '--app', assembly]);
    const stacks = readAssembly(assembly);
    const given = stacks.flatMap(({ name, template }) => {
      const { Parameters = {} } = JSON.parse(template) as { readonly Parameters?: Readonly<Record<string, unknown>> };
      return Object.entries(parameters)
        .filter(([key]) => Object.hasOwn(Parameters, key))
        .flatMap(([key, value]) => ['--parameters', `${name}:${key}=${value}`]);
    });
    const argv = ['deploy', '--all', '--app', assembly, '--require-approval', 'never', '--outputs-file', file];
    await runCdk(cli, [...argv, ...given]);
    const outputs = JSON.parse(readFileSync(file, 'utf8')) as Readonly<
      Record<string, Readonly<Record<string, string>>>
    >;
    return stacks.map(({ name }) => ({ name, outputs: outputs[name] ?? {}, changed: true }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends all stacks of an assembly. */
export const cdkDestroy = (cli: CdkCli, assembly: string): Promise<void> =>
  runCdk(cli, ['destroy', '--all', '--app', assembly, '--force']);

const tailLines = 30;

export function runCdk({ program, environment }: CdkCli, argv: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join('node_modules', '.bin', program), argv, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CI: 'true', NO_COLOR: '1', ...environment },
    });
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8');
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (cause) => {
      const packages = program === 'cdk' ? 'aws-cdk' : 'aws-cdk aws-cdk-local';
      const hint = `Install it: npm install --save-dev ${packages}`;
      reject(new SquallError('Unsupported', `This project has no ${program}.`, hint, { cause }));
    });
    child.once('close', (code) => {
      if (code === 0) return resolve();
      const tail = said.trimEnd().split('\n').slice(-tailLines).join('\n');
      const hint = 'What it said last stands above.';
      reject(new SquallError('DeployFailed', `${program} ${argv[0]} ended with ${code}:\n${tail}`, hint));
    });
  });
}
