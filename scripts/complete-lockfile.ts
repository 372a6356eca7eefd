/**
 * `npm run lockfile`: writes down the optional packages of other platforms that npm left out of package-lock.json, and
 * the integrity of every package that has none. `npm ci` refuses a lockfile in which they are missing, although nobody
 * on this platform would install them.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

interface Entry {
  readonly version: string;
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lockfile {
  packages: Record<string, Entry>;
}

const path = new URL('../package-lock.json', import.meta.url);
const lockfile = JSON.parse(readFileSync(path, 'utf8')) as Lockfile;
let added = 0;

for (const entry of Object.values(lockfile.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const key = `node_modules/${name}`;
    const platform = platformOf(name);
    if (lockfile.packages[key] || !platform) continue;
    lockfile.packages[key] = { version, ...(entry.dev && { dev: true }), ...platform };
    added += 1;
  }
}

let completed = 0;
for (const [key, entry] of Object.entries(lockfile.packages)) {
  const name = key.split('node_modules/').at(-1) ?? '';
  // Folders of ours have no archive.
  if (!key.includes('node_modules/') || entry.link || entry.inBundle || entry.integrity !== undefined) continue;
  entry.integrity = integrityOf(name, entry.version);
  completed += 1;
}

const sorted = Object.entries(lockfile.packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(path, `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
process.stdout.write(`${added} packages of other platforms added, the integrity of ${completed} filled in\n`);

/** What the registry says of a package's archive: `sha512-…`. */
function integrityOf(name: string, version: string): string {
  return execFileSync('npm', ['view', `${name}@${version}`, 'dist.integrity'], { encoding: 'utf8' }).trim();
}

/** `@biomejs/cli-linux-arm64-musl` → the fields by which npm tells that it is not for this platform. */
function platformOf(name: string) {
  const match =
    /[-/](android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|x64|ia32|ppc64|riscv64|s390x)(?:-(\w+))?$/.exec(
      name,
    );
  if (!match) return undefined;
  const [, os = '', cpu = '', suffix = ''] = match;
  const libc = suffix.startsWith('musl') ? 'musl' : suffix.startsWith('gnu') ? 'glibc' : undefined;
  return { optional: true, os: [os], cpu: [cpu], ...(libc !== undefined && { libc: [libc] }) };
}
