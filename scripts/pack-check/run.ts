import { type ChildProcess, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The environment of somebody who has just opened a terminal: without this project's Node and npm's variables. */
export const plainEnvironment: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env)
    .filter(([name]) => !name.startsWith('npm_') && name !== 'NODE_OPTIONS')
    .map(([name, value = '']) => [
      name,
      name === 'PATH'
        ? value
            .split(delimiter)
            .filter((path) => !path.includes('node_modules'))
            .join(delimiter)
        : value,
    ]),
);

/** The same on a machine whose Node is this one: `#!/usr/bin/env node` of a package's command finds it. */
export function withThisNode(project: string): NodeJS.ProcessEnv {
  const directory = join(project, 'this-node');
  mkdirSync(directory, { recursive: true });
  const link = join(directory, 'node');
  if (!existsSync(link)) symlinkSync(process.execPath, link);
  return { ...plainEnvironment, PATH: [directory, plainEnvironment.PATH].join(delimiter) };
}

/** Runs a program to its end and answers what it printed. */
export const run = (
  command: string,
  argv: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = plainEnvironment,
): string => execFileSync(command, argv, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** Installs packages in a project, beside what its package.json names. */
export const installPackages = (project: string, packages: readonly string[]): string =>
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', '--prefer-offline', ...packages], project);

/** Resolves when `squall up --json`, started as `child`, answers with all the services that it names; then ends it. */
export async function answers(child: ChildProcess): Promise<void> {
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
      child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`squall up ended with ${code}`)));
    });
    const { endpoint, services } = JSON.parse(line) as { endpoint: string; services: string[] };
    const health = (await (await fetch(`${endpoint}/_localstack/health`)).json()) as {
      services: Record<string, string>;
    };
    if (Object.keys(health.services).length !== services.length) throw new Error('the health page misses services');
  } finally {
    child.kill('SIGTERM');
  }
}
