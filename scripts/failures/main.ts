/** `npm run failure [name …]`: plays the ready failure scripts, all of them unless some are named. */
import { readdirSync } from 'node:fs';

const known = readdirSync(import.meta.dirname)
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => name !== 'main' && name !== 'stage');
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !known.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`There is no failure script “${unknown}”. There are: ${known.join(', ')}.\n`);
  process.exit(2);
}
let worst = 0;
for (const name of wanted.length > 0 ? wanted : known) {
  await import(`./${name}.ts`);
  worst = Math.max(worst, Number(process.exitCode ?? 0));
}
process.exit(worst);
