import { EventEmitter } from 'node:events';
import { Writable } from 'node:stream';
import { shimHrtime } from './date.ts';

/** What `process` needs of its environment. */
export interface ProcessHost {
  readonly variables: Readonly<Record<string, string>>;
  readonly taskRoot: string;
  nowMs(): number;
  deliver(run: () => void): void;
  exit(code: number): never;
  log(text: string): void;
}

/** `process`, as a function on Lambda sees it; its listeners and its end are the environment's own. */
export function shimProcess(host: ProcessHost): object {
  const startMs = host.nowMs();
  const stream = (fd: number) =>
    Object.assign(
      new Writable({
        decodeStrings: false,
        write(chunk: unknown, _encoding, done) {
          const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString();
          for (const line of text.split('\n')) if (line !== '') host.log(line);
          done();
        },
      }),
      { isTTY: false, fd },
    );
  const members = {
    env: { ...host.variables },
    argv: ['/var/lang/bin/node', '/var/runtime/index.mjs'],
    argv0: 'node',
    execArgv: [],
    execPath: '/var/lang/bin/node',
    pid: 8,
    ppid: 1,
    title: 'node',
    platform: 'linux',
    arch: process.arch,
    version: process.version,
    versions: process.versions,
    release: process.release,
    config: process.config,
    features: process.features,
    exitCode: undefined,
    stdout: stream(1),
    stderr: stream(2),
    cwd: () => host.taskRoot,
    chdir: () => undefined,
    umask: () => 18,
    uptime: () => (host.nowMs() - startMs) / 1000,
    hrtime: shimHrtime(() => host.nowMs()),
    memoryUsage: Object.assign(() => memory, { rss: () => memory.rss }),
    cpuUsage: () => ({ user: 0, system: 0 }),
    resourceUsage: () => ({ maxRSS: memory.rss / 1024 }),
    nextTick: (run: (...parameters: unknown[]) => void, ...parameters: unknown[]) =>
      process.nextTick(() => host.deliver(() => run(...parameters))),
    exit: (code?: number) => host.exit(code ?? 0),
    reallyExit: (code?: number) => host.exit(code ?? 0),
    abort: () => host.exit(134),
    kill: () => host.exit(137),
    emitWarning: () => undefined,
    setUncaughtExceptionCaptureCallback: () => undefined,
    setSourceMapsEnabled: () => undefined,
    getuid: () => 993,
    geteuid: () => 993,
    getgid: () => 990,
    getegid: () => 990,
    getBuiltinModule: undefined,
  };
  return Object.assign(Object.create(new EventEmitter()) as object, members);
}

/** Plausible and always the same. */
const memory = {
  rss: 96 * 1024 ** 2,
  heapTotal: 40 * 1024 ** 2,
  heapUsed: 30 * 1024 ** 2,
  external: 4 * 1024 ** 2,
  arrayBuffers: 1024 ** 2,
};
