import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { InitScripts } from './init-scripts.ts';

let directory: string;
let log: number;
const warnings: string[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'squall-init-'));
  log = openSync(join(directory, 'log'), 'a');
  warnings.length = 0;
});

afterEach(() => {
  closeSync(log);
  rmSync(directory, { recursive: true, force: true });
});

function write(path: string, text: string, mode = 0o755): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
  chmodSync(join(directory, path), mode);
}

const shell = (command: string): string => `#!/bin/sh\n${command}\n`;

const open = () =>
  new InitScripts(directory, { output: { stdout: log, stderr: log }, warn: (message) => warnings.push(message) });

const said = (): string[] => readFileSync(join(directory, 'log'), 'utf8').split('\n').filter(Boolean);

describe('scripts of a stage', () => {
  it('run by name, those of a folder before those of the folders in it, and no other files', async () => {
    write('ready.d/b/c/1.sh', shell('echo b/c/1'));
    write('ready.d/b/2.sh', shell('echo b/2'));
    write('ready.d/a/9.sh', shell('echo a/9'));
    write('ready.d/10.sh', shell('echo 10'));
    write('ready.d/02.py', 'print("02")\n', 0o644);
    write('ready.d/data.json', '{}');
    write('boot.d/1.sh', shell('echo boot'));

    await open().run('READY');

    expect(said()).toEqual(['02', '10', 'a/9', 'b/2', 'b/c/1']);
  });

  it('go on after one that fails, which is told with what went wrong', async () => {
    write('ready.d/1.sh', shell('exit 3'));
    write('ready.d/2.sh', shell('true'), 0o644);
    write('ready.d/3.sh', 'echo never\n');
    write('ready.d/4.sh', '#!/bin/sh\r\necho never\r\n');
    write('ready.d/5.sh', '#!/no/such/program\n');
    write('ready.d/6.py', 'raise ValueError("no")\n');
    write('ready.d/7.sh', shell('echo last'));
    const scripts = open();

    await scripts.run('READY');

    const path = (name: string) => join(directory, 'ready.d', name);
    expect(warnings).toEqual([
      `Init script ${path('1.sh')} (READY) ended with exit code 3`,
      `Init script ${path('2.sh')} (READY) is not executable: chmod +x it`,
      `Init script ${path('3.sh')} (READY) names no interpreter: its first line must be for example #!/bin/bash`,
      `Init script ${path('4.sh')} (READY) has lines that end with CRLF: save it with LF`,
      `Init script ${path('5.sh')} (READY) needs a program that is not here (spawn ${path('5.sh')} ENOENT)`,
      `Init script ${path('6.py')} (READY) ended with exit code 1`,
    ]);
    expect(said().at(-1)).toBe('last');
    expect(scripts.status().scripts.map(({ state }) => state)).toEqual([...Array(6).fill('ERROR'), 'SUCCESSFUL']);
  });

  it('find the variables that they are given, unless the user has set his own', async () => {
    write('ready.d/1.sh', shell('echo $AWS_ENDPOINT_URL $INIT_REGION'));
    vi.stubEnv('INIT_REGION', 'eu-west-1');
    try {
      await open().run('READY', { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', INIT_REGION: 'us-east-1' });
    } finally {
      vi.unstubAllEnvs();
    }

    expect(said()).toEqual(['http://127.0.0.1:1 eu-west-1']);
  });

  it('end at once when they are told to, and those of a later stage still run', async () => {
    write('ready.d/1.sh', shell('echo started; sleep 1000'));
    write('ready.d/2.sh', shell('echo never'));
    write('shutdown.d/1.sh', shell('echo shutdown'));
    const scripts = open();

    const ready = scripts.run('READY');
    await vi.waitFor(() => expect(said()).toEqual(['started']), { timeout: 10_000 });
    scripts.stop();
    await ready;
    await scripts.run('SHUTDOWN');

    expect(said()).toEqual(['started', 'shutdown']);
    expect(scripts.status().completed).toMatchObject({ READY: false, SHUTDOWN: true });
  });
});

describe('the state of scripts', () => {
  it('is told with their stages, before and after they have run', async () => {
    write('boot.d/first.sh', shell('true'));
    write('ready.d/seed.py', '\n');
    const scripts = open();

    await scripts.run('BOOT');

    expect(scripts.status()).toEqual({
      completed: { BOOT: true, START: false, READY: false, SHUTDOWN: false },
      scripts: [
        { stage: 'BOOT', name: 'first.sh', state: 'SUCCESSFUL' },
        { stage: 'READY', name: 'seed.py', state: 'UNKNOWN' },
      ],
    });
  });

  it('has nothing in it without a directory; one that does not exist is refused', () => {
    const options = { output: { stdout: log, stderr: log }, warn: () => {} };

    expect(new InitScripts(undefined, options).status().scripts).toEqual([]);
    expect(() => new InitScripts(join(directory, 'none'), options)).toThrow('is not a directory');
  });
});
