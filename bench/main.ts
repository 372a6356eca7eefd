/**
 * `npm run bench [suite …] [-- --write]`: measures every budget of the design beside its floor or a peer, in one run,
 * because absolute times on a shared machine mean little. `--write` puts the table into bench/RESULTS.md.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { type Row, tableOf } from './table.ts';

const suites: Readonly<Record<string, () => Promise<{ run(): Promise<Row[]> }>>> = {
  startup: () => import('./startup.ts'),
  snapshot: () => import('./snapshot.ts'),
  dynamodb: () => import('./dynamodb.ts'),
  'dynamodb-growth': () => import('./dynamodb-growth.ts'),
  lambda: () => import('./lambda.ts'),
  'lambda-burst': () => import('./lambda-burst.ts'),
  rest: () => import('./rest.ts'),
  deploy: () => import('./deploy.ts'),
  loop: () => import('./loop.ts'),
  explore: () => import('./explore.ts'),
  events: () => import('./events.ts'),
  workflows: () => import('./workflows.ts'),
  soak: () => import('./soak.ts'),
};

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = wanted.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  process.stderr.write(`No such suite: ${unknown.join(', ')}. There are: ${Object.keys(suites).join(', ')}.\n`);
  process.exit(2);
}

const sections: string[] = [];
for (const [name, load] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n${name} …\n`);
  const rows = await (await load()).run();
  process.stdout.write(`${tableOf(rows)}\n`);
  sections.push(`## ${name}\n\n${tableOf(rows)}\n`);
}

if (process.argv.includes('--write')) {
  const machine = `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${new Date().toISOString().slice(0, 10)}`;
  const text = `# Results\n\nMade by \`npm run bench -- --write\` on ${machine}. Ratios count; absolute times are of a shared machine.\n\nNot measured: serverless-offline, which needs the Serverless Framework 4 and with it an account.\n\n`;
  writeFileSync(new URL('RESULTS.md', import.meta.url), text + sections.join('\n'));
  process.stdout.write('\nWritten to bench/RESULTS.md.\n');
}
process.exit(0);
