/**
 * `npm run clients:fetch [go] [java] [rust] [serverless] [sam]`: downloads what the smokes of AWS's other SDKs need, as their
 * lockfiles name it, and builds them, and the frameworks that integration/serverless-framework drives (300 MB); the suites
 * themselves never download. Rust takes up to a quarter of an hour and 2 GB.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { go, java, rust } from '../conformance/clients/toolchains.ts';

const serverless = {
  name: 'Serverless',
  directory: fileURLToPath(new URL('../integration/serverless-framework', import.meta.url)),
  fetch: [['npm', 'install', '--no-package-lock', '--no-audit', '--no-fund']] as const,
};
const sam = {
  name: 'SAM',
  directory: fileURLToPath(new URL('../integration/sam', import.meta.url)),
  fetch: [
    ['python3', '-m', 'venv', '.venv'],
    ['.venv/bin/pip', 'install', '--quiet', 'aws-sam-cli==1.170.0'],
  ] as const,
};
const wanted = process.argv.slice(2).map((name) => name.toLowerCase());

for (const { name, directory, fetch } of [go, java, rust, serverless, sam]) {
  if (wanted.length > 0 && !wanted.includes(name.toLowerCase())) continue;
  for (const [program, ...args] of fetch) execFileSync(program, args, { cwd: directory, stdio: 'inherit' });
  process.stdout.write(`✓ ${name}\n`);
}
