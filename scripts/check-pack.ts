/**
 * `npm run pack:check`: packs the package, installs the tarball in an empty folder, and uses it there as a stranger
 * would: the CLI starts and answers, and `startCloud` is found by its package name.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'squall-pack-'));
const run = (command: string, argv: readonly string[], cwd: string): string =>
  execFileSync(command, argv, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

try {
  run('npm', ['run', '--silent', 'build'], process.cwd());
  const tarball =
    run('npm', ['pack', '--silent', '--pack-destination', folder], process.cwd()).trim().split('\n').at(-1) ?? '';
  writeFileSync(join(folder, 'package.json'), '{"name":"empty","private":true,"type":"module"}');
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', join(folder, tarball)], folder);
  await answersAsCli();
  answersAsModule();
  process.stdout.write(`${tarball} installs and runs\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The binary of the installed package, on this Node. */
async function answersAsCli(): Promise<void> {
  const main = join(folder, 'node_modules', 'squall', 'dist', 'cli', 'main.js');
  const child = spawn(process.execPath, [main, 'up', '--port', '0', '--json'], { cwd: folder });
  try {
    const line = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
      child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
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

function answersAsModule(): void {
  const program = `
    import { startCloud } from 'squall';
    await using cloud = await startCloud();
    const identity = await cloud.kernel.call('sts', 'GetCallerIdentity', {}, {});
    if (!identity.Account) throw new Error('no account');
  `;
  writeFileSync(join(folder, 'use.mjs'), program);
  run(process.execPath, ['use.mjs'], folder);
}
