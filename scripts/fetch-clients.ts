/**
 * `npm run clients:fetch [go] [java] [rust]`: downloads what the smokes of AWS's other SDKs need, as their lockfiles name
 * it, and builds them; the suite itself never downloads. Rust takes up to a quarter of an hour and 2 GB.
 */
import { execFileSync } from 'node:child_process';
import { go, java, rust } from '../conformance/clients/toolchains.ts';

const wanted = process.argv.slice(2).map((name) => name.toLowerCase());

for (const { name, directory, fetch } of [go, java, rust]) {
  if (wanted.length > 0 && !wanted.includes(name.toLowerCase())) continue;
  for (const [program, ...args] of fetch) execFileSync(program, args, { cwd: directory, stdio: 'inherit' });
  process.stdout.write(`✓ ${name}\n`);
}
