import { mkdirSync } from 'node:fs';
import nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import timersModule from 'node:timers';
import { fileURLToPath } from 'node:url';
import { comesFromAbove } from '../../process/bootstrap/hide-ancestors.ts';
import { awslambda } from '../../process/bootstrap/response-stream.ts';
import type { EnvironmentHost, EnvironmentParts } from '../environment-host.ts';
import type { LoopGuard } from '../loop-guard.ts';
import type { ModuleLoader } from '../module-loader.ts';
import type { ShimmedScope } from '../shimmed-scope.ts';
import { createBuiltins, type OwnBuiltins, shimPerfHooks } from './builtins.ts';
import { shimConsole } from './console.ts';
import { shimCrypto } from './crypto.ts';
import { shimDate, shimPerformance } from './date.ts';
import { shimFetch } from './fetch.ts';
import { shimFiles } from './files.ts';
import { shimHttp } from './http.ts';
import { once } from './once.ts';
import { shimProcess } from './process.ts';
import { timersPromises } from './timers.ts';
import { countedWebAssembly } from './web-assembly.ts';
import { withMembers } from './with-members.ts';
import { shimZlib } from './zlib.ts';

export interface MadeScope {
  readonly scope: ShimmedScope;
  readonly console: Record<string, unknown>;
  readonly process: object;
  /** Built-in `node:module` needs the loader, which needs the scope. */
  bindRequire(loader: ModuleLoader): void;
}

/** Everything that a function's code gets from its environment in place of this process's own. */
export function createScope(
  host: EnvironmentHost,
  { spec, random, onLog }: EnvironmentParts,
  exit: (code: number) => never,
  guard: LoopGuard,
): MadeScope {
  const { timers } = host;
  const { variables, taskRoot, layersRoot } = spec;
  const nowMs = () => host.nowMs();
  const log = (text: string) => {
    if (!host.hasEnded) onLog(text);
  };
  const deliver = (run: () => void) => host.deliver(run);
  const process = shimProcess({ variables, taskRoot, nowMs, deliver, exit, log });
  const console = shimConsole({ variables, nowMs, log, requestId: () => host.requestId });
  const defer = (run: () => void) => void timers.setImmediate(run);
  const crypto = shimCrypto(random, defer, host.work);
  const zlib = shimZlib(host.work, defer);
  const performance = shimPerformance(nowMs);
  const http = shimHttp(host);
  const temporary = variables.TMPDIR ?? '/nowhere';
  const rules = {
    taskRoot,
    layersRoot,
    temporary,
    makeTemporary: once(() => ({ path: mkdirSync(temporary, { recursive: true }) })),
    readable: [join(taskRoot, '..', '..', 'node_modules')],
  };
  const files = once(() => shimFiles(rules, defer, host.work));
  const promises = once(() => timersPromises(timers));
  const { setTimeout, setInterval, setImmediate, clearTimeout, clearImmediate } = timers;
  const timing = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval: clearTimeout, clearImmediate };
  let loader: ModuleLoader | undefined;
  const own: OwnBuiltins = {
    http: http.http,
    https: http.https,
    fs: () => files().fs,
    'fs/promises': () => files().promises,
    crypto: crypto.module,
    zlib: zlib.module,
    timers: () => withMembers(timersModule, { ...timing, promises: promises() }),
    'timers/promises': promises,
    perf_hooks: () => shimPerfHooks(performance),
    process: () => process,
    async_hooks: () => host.asyncHooks.module(),
    console: () => console,
    module: () => ownedModule((from) => loader?.createRequire(from)),
  };
  const refuse = (what: string) => host.refuse(what);
  const builtin = createBuiltins(own, refuse);
  Object.assign(process, { getBuiltinModule: builtin });
  const globals: Record<string, unknown> = {
    ...timing,
    process,
    console,
    Date: shimDate(nowMs),
    Math: Object.create(Math, { random: { value: () => random.float(), configurable: true, writable: true } }) as Math,
    fetch: shimFetch(host),
    crypto: crypto.web,
    ...zlib.globals,
    WebAssembly: countedWebAssembly(host.work),
    performance,
    AbortSignal: ownedAbortSignal(timing.setTimeout),
    awslambda,
    navigator: { userAgent: 'Node.js/24', hardwareConcurrency: 2, language: 'en-US', platform: 'linux' },
  };
  for (const name of ['WebSocket', 'EventSource', 'BroadcastChannel', 'Worker'])
    globals[name] = refusedClass(name, refuse);
  const globalThisOwned = Object.create(globalThis) as Record<string, unknown>;
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThisOwned, name, { value, writable: true, configurable: true, enumerable: false });
  }
  Object.assign(globalThisOwned, { globalThis: globalThisOwned, global: globalThisOwned });
  const names = [...Object.keys(globals), 'globalThis', 'global'];
  const values = [...Object.values(globals), globalThisOwned, globalThisOwned];
  const isForeign = comesFromAbove(dirname(dirname(variables.LAMBDA_TASK_ROOT ?? '')));
  const modulePaths = (variables.NODE_PATH ?? '').split(':').filter((path) => path !== '');
  return {
    scope: {
      names,
      values,
      tick: () => guard.tick(),
      enter: () => guard.enter(),
      builtin,
      refuse,
      packages: { modulePaths, isForeign },
    },
    console,
    process,
    bindRequire: (made) => {
      loader = made;
    },
  };
}

/** `require` that functions make for themselves goes the way of the one they are given. */
function ownedModule(requireOf: (path: string) => NodeJS.Require | undefined): object {
  const createRequire = (from: string | URL) =>
    requireOf(String(from).startsWith('file:') ? fileURLToPath(from) : String(from));
  return withMembers(nodeModule, { createRequire, registerHooks: () => undefined, register: () => undefined });
}

/** Signals that time out on the environment's clock; `instanceof` and the rest are the real class's. */
function ownedAbortSignal(setTimeout: (run: () => void, delayMs: number) => { unref(): unknown }): typeof AbortSignal {
  const timeout = (delayMs: number): AbortSignal => {
    const controller = new AbortController();
    setTimeout(
      () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      delayMs,
    ).unref();
    return controller.signal;
  };
  return new Proxy(AbortSignal, {
    get: (target, name) => (name === 'timeout' ? timeout : (Reflect.get(target, name, target) as unknown)),
  });
}

function refusedClass(name: string, refuse: (what: string) => Error): unknown {
  return class {
    constructor() {
      throw refuse(name);
    }
  };
}
