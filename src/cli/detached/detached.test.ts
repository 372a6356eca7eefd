import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect } from '../../harness/cloud-client.ts';
import { isRunning } from '../processes/is-running.ts';
import { runCommand } from '../run-command.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

interface Told {
  readonly endpoint: string;
  readonly port: number;
  readonly pid: number;
  readonly log: string;
  readonly already: boolean;
}

let directory: string;
let stdout = '';
let stderr = '';
let others: ChildProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'detached-'));
  vi.stubEnv('SQUALL_STATE', join(directory, 'state'));
  vi.stubEnv('NO_COLOR', '1');
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    stdout += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    stderr += String(chunk);
    return true;
  });
});
afterEach(async () => {
  await squall('stop', '--all');
  for (const other of others) other.kill('SIGKILL');
  others = [];
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

/** `squall` in a process of its own. */
const start = (argv: readonly string[]): ChildProcess =>
  spawn(process.execPath, ['--conditions=squall-source', '--disable-warning=ExperimentalWarning', main, ...argv], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Runs a command line here. */
async function squall(...argv: readonly string[]) {
  stdout = '';
  stderr = '';
  const code = await runCommand(argv);
  return { code, stdout, stderr };
}

async function up(...argv: readonly string[]): Promise<Told> {
  const told = await squall('up', '--detach', '--json', ...argv);
  if (told.stdout === '') throw new Error(told.stderr);
  return JSON.parse(told.stdout) as Told;
}

/** A program that is no Squall, though it says a process id. */
async function listen(): Promise<Server> {
  const server = createServer((_request, response) => response.end('{"pid":1}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function freePort(): Promise<number> {
  const server = await listen();
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('squall up --detach', { timeout: 60_000 }, () => {
  it('returns when the cloud answers, which outlives it until squall stop', async () => {
    const starter = start(['up', '--detach', '--port', '0']);
    let told = '';
    starter.stdout?.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    const code = await new Promise((resolve) => starter.once('close', resolve));
    const endpoint = /endpoint +(\S+)/.exec(told)?.[1] ?? '';
    const pid = Number(/pid +(\d+)/.exec(told)?.[1]);
    const port = new URL(endpoint).port;

    expect(code).toBe(0);
    expect(told).toContain(`stop      squall stop --port ${port}`);
    expect(existsSync(/log +(\S+)/.exec(told)?.[1] ?? '')).toBe(true);
    expect((await squall('status', '--endpoint', endpoint)).stdout).toContain(`pid ${pid}`);
    expect((await squall('logs', '--endpoint', endpoint)).code).toBe(0);

    const stopped = await squall('stop', '--port', port);

    expect(stopped).toMatchObject({ code: 0, stdout: `The cloud at ${endpoint} (process ${pid}) has ended.\n` });
    expect(isRunning(pid)).toBe(false);
    expect((await squall('stop', '--port', port)).stdout).toBe(`No cloud runs in the background on port ${port}.\n`);
  });

  it('has written its data when squall stop returns', async () => {
    const data = ['--port', '0', '--data', join(directory, 'data')];
    const first = await up(...data);
    await connect(first.endpoint).call('ssm', 'PutParameter', { Name: '/kept', Value: 'x', Type: 'String' });
    await squall('stop', '--port', String(first.port));

    const second = await up(...data);

    const { Parameter } = await connect(second.endpoint).call('ssm', 'GetParameter', { Name: '/kept' });
    expect(Parameter).toMatchObject({ Value: 'x' });
  });

  it('is told that the same cloud runs already, and refused when its options differ', async () => {
    const port = String(await freePort());
    const first = await up('--port', port, '--seed', '7');

    const same = await up('--port', port, '--seed', '7');
    const different = await squall('up', '--detach', '--port', port, '--seed', '8');

    expect(first.already).toBe(false);
    expect(same).toMatchObject({ already: true, pid: first.pid, endpoint: first.endpoint, log: first.log });
    expect(different.code).toBe(1);
    expect(different.stderr).toContain(`A cloud with other options runs in the background at ${first.endpoint}`);
  });

  it('fails with the error of a cloud that cannot start', async () => {
    const server = await listen();
    const { port } = server.address() as AddressInfo;

    const started = await squall('up', '--detach', '--json', '--port', String(port));
    const stopped = await squall('stop', '--port', String(port));
    server.close();

    expect(started).toMatchObject({ code: 1, stdout: '' });
    expect(started.stderr).toContain(`Cannot listen on 127.0.0.1:${port} (EADDRINUSE).`);
    expect(stopped.stdout).toBe(`No cloud runs in the background on port ${port}.\n`);
  });

  it('runs several clouds, which --all ends', async () => {
    const clouds = [await up('--port', '0'), await up('--port', '0')];

    const told = await squall('stop', '--all', '--json');

    const { stopped } = JSON.parse(told.stdout) as { stopped: { pid: number }[] };
    expect(stopped.map(({ pid }) => pid).sort()).toEqual(clouds.map(({ pid }) => pid).sort());
    expect(clouds.filter(({ pid }) => isRunning(pid))).toEqual([]);
  });
});

describe('squall stop ends no other process', { timeout: 60_000 }, () => {
  const noteOf = (port: number): string => join(directory, 'state', `${port}.json`);

  it('when its note is stale and the process id is another program’s by now', async () => {
    const cloud = await up('--port', '0');
    const note = JSON.parse(readFileSync(noteOf(cloud.port), 'utf8')) as object;
    await squall('stop', '--port', String(cloud.port));
    const other = spawn('sleep', ['600']);
    others.push(other);
    writeFileSync(noteOf(cloud.port), JSON.stringify({ ...note, pid: other.pid }));

    const stopped = await squall('stop', '--port', String(cloud.port));

    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain(`a process ${other.pid} runs: the cloud, or a program that got its number`);
    expect(isRunning(other.pid ?? 0)).toBe(true);
  });

  it('when the cloud of the port was started in the foreground', async () => {
    const foreground = start(['up', '--port', '0', '--json']);
    others.push(foreground);
    const line = await new Promise<string>((resolve) =>
      foreground.stdout?.once('data', (chunk) => resolve(String(chunk))),
    );
    const { port, pid } = JSON.parse(line) as Told;

    const stopped = await squall('stop', '--port', String(port));
    const again = await squall('up', '--detach', '--port', String(port));

    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toContain(`(process ${pid}) was not started by squall up --detach`);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('A cloud that was not started by --detach runs at');
    expect(isRunning(pid)).toBe(true);
  });
});
