import nodeModule from 'node:module';
import os from 'node:os';
import perfHooks from 'node:perf_hooks';
import { withMembers } from './with-members.ts';

/** Would take a run out of our hands: another process, another thread, a socket of its own. */
const refused: ReadonlySet<string> = new Set([
  'child_process',
  'cluster',
  'dgram',
  'dns',
  'dns/promises',
  'http2',
  'inspector',
  'inspector/promises',
  'net',
  'repl',
  'sqlite',
  'tls',
  'wasi',
  'worker_threads',
]);

/** What may be used of them all the same: it opens nothing. */
const harmless: Readonly<Record<string, readonly string[]>> = {
  net: ['isIP', 'isIPv4', 'isIPv6', 'BlockList', 'SocketAddress'],
  dns: ['getServers', 'getDefaultResultOrder', 'setDefaultResultOrder'],
  http2: ['constants', 'sensitiveHeaders'],
  tls: ['rootCertificates', 'DEFAULT_MIN_VERSION', 'DEFAULT_MAX_VERSION'],
  worker_threads: ['isMainThread', 'threadId', 'parentPort', 'workerData', 'MessageChannel', 'MessagePort'],
};

const require = nodeModule.createRequire(import.meta.url);

export const isBuiltin = (name: string): boolean => nodeModule.isBuiltin(name);

/** Made when they are first asked for: most functions use few of them, and every environment has its own. */
export type OwnBuiltins = Readonly<Record<string, () => object>>;

/** Node's modules as an environment sees them; `own` makes those that are its alone. */
export function createBuiltins(own: OwnBuiltins, onRefused: (what: string) => Error): (name: string) => object {
  const made = new Map<string, object>();
  const make = (name: string, specifier: string): object => {
    if (name === 'os') return lambdaOs;
    if (Object.hasOwn(own, name)) return (own[name] as () => object)();
    const real = require(specifier) as object;
    return refused.has(name) ? refusing(name, real, onRefused) : real;
  };
  return (specifier) => {
    const name = specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
    const known = made.get(name);
    if (known) return known;
    const module = make(name, specifier);
    made.set(name, module);
    return module;
  };
}

/** What Lambda's machine says of itself, the same in every environment. */
const lambdaOs = withMembers(os, {
  homedir: () => '/home/sbx_user1051',
  hostname: () => '169-254-1-1',
  tmpdir: () => '/tmp',
  userInfo: () => ({ username: 'sbx_user1051', homedir: '/home/sbx_user1051', uid: 993, gid: 990, shell: null }),
  networkInterfaces: () => ({}),
  loadavg: () => [0, 0, 0],
});

/** Loading it is allowed, since libraries do without using it; using it is not. */
function refusing(name: string, real: object, onRefused: (what: string) => Error): object {
  const allowed = harmless[name] ?? [];
  const members: Record<string, unknown> = {};
  for (const [member, value] of Object.entries(real)) {
    if (typeof value !== 'function' || allowed.includes(member)) continue;
    const refuse = () => {
      throw onRefused(`${name}.${member}`);
    };
    // Classes stay classes, so that `extends` and `instanceof` at load time work.
    members[member] = /^[A-Z]/.test(member)
      ? class {
          constructor() {
            refuse();
          }
        }
      : refuse;
  }
  return withMembers(real, members);
}

/** `node:perf_hooks` with the environment's own clock. */
export const shimPerfHooks = (performance: object): object => withMembers(perfHooks, { performance });
