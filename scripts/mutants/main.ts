/** `npm run mutants`: see {@link help}. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { changedSince } from './changed-since.ts';
import { Copy } from './copy.ts';
import { type Mutant, mutantsOf } from './mutants.ts';
import { type Accepted, acceptedBy, type Fate, type Judged, type Score, scoreOf, summaryOf } from './score.ts';
import { type Target, targets } from './targets.ts';

const help = `Usage: npm run mutants -- [path …] [options]

Makes one small mistake after the other in the code, in a copy of the tree, and tells which of them no test notices.

  path          a file or a folder of those below; all of them unless some are named
  --sample N    N mutants of each target, chosen by the seed, instead of all
  --seed N      chooses the sample (default 1); the same seed, the same mutants
  --since REF   only files that differ from where REF and this tree parted; ends with 3 where there is no REF
  --list        lists the mutants and runs nothing
  --json        the result as JSON on stdout; progress is on stderr in any case
  --help        this

Survivors with a reason stand in scripts/mutants/survivors.json. Ends with 1 when less than 90 % are killed; with --since,
where mutants are few, when more than 10 % survive without a reason.

${targets.map(({ path, tests }) => `  ${path}\n      by ${tests.join(', ')}`).join('\n')}
`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    since: { type: 'string' },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Of the survivors that are known. */
const accepted = JSON.parse(readFileSync(new URL('survivors.json', import.meta.url), 'utf8')) as readonly Accepted[];

const filesOf = ({ path }: Target): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', path], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('/testing/'));

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sampleOf<T>(all: readonly T[], count: number, seed: number): T[] {
  const random = randomOf(seed);
  return all
    .map((item, index) => ({ item, index, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({ item }) => item);
}

const changed = options.since === undefined ? undefined : changedSince(options.since);

const wanted = (target: Target, file: string): boolean =>
  (changed === undefined || changed.has(file)) &&
  (positionals.length === 0 ||
    positionals.some(
      (path) => file === path || file.startsWith(`${path.replace(/\/$/, '')}/`) || path === target.path,
    ));

function mutantsFor(target: Target): Mutant[] {
  const all = filesOf(target)
    .filter((file) => wanted(target, file))
    .flatMap((file) => mutantsOf(file, readFileSync(file, 'utf8')));
  return options.sample === undefined ? all : sampleOf(all, Number(options.sample), Number(options.seed));
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Red when the file cannot be loaded, green when it is as it was: without the one no kill would be true, without the other
 * no survivor. Returns how long a mutant may take.
 */
async function control(copy: Copy, file: string, tests: readonly string[]): Promise<number> {
  const text = copy.read(file);
  const limitMs = 300_000;
  await copy.runWith(file, text, tests, limitMs);
  const broken = await copy.runWith(file, `throw new Error('control');\n${text}`, tests, limitMs);
  const startMs = performance.now();
  const whole = await copy.runWith(file, text, tests, limitMs);
  if (!whole?.isGreen) throw new Error(`The tests of ${file} fail without any mutant, or take too long.`);
  if (broken?.isGreen)
    throw new Error(`The tests of ${file} (${tests.join(', ')}) pass when it cannot even be loaded.`);
  return Math.max(15_000, Math.ceil((performance.now() - startMs) * 5));
}

async function judge(copy: Copy, target: Target, mutants: readonly Mutant[]): Promise<Judged[]> {
  const [first] = mutants;
  if (!first) return [];
  const timeoutMs = await control(copy, first.file, target.tests);
  const judged: Judged[] = [];
  for (const [index, mutant] of mutants.entries()) {
    const result = await copy.runWith(mutant.file, mutant.text, target.tests, timeoutMs);
    const fate: Fate = result === undefined ? 'timed out' : result.isGreen ? 'survived' : 'killed';
    const reason = fate === 'survived' ? acceptedBy(accepted, mutant)?.reason : undefined;
    judged.push({ mutant, fate, reason });
    say(`${index + 1}/${mutants.length} ${fate.padEnd(9)} ${mutant.file}:${mutant.line} ${mutant.kind}`);
  }
  await control(copy, first.file, target.tests);
  return judged;
}

/** Whether a tenth or more got through; of few mutants those that are known would decide alone. */
const isTooFew = (score: Score): boolean =>
  options.since === undefined
    ? score.killedPercent < 90
    : score.survivors.filter(({ reason }) => reason === undefined).length > score.mutants / 10;

async function main(): Promise<void> {
  if (options.help) return void process.stdout.write(help);
  if (options.since !== undefined && changed === undefined) {
    say(`There is no ${options.since} that this tree has a commit in common with.`);
    process.exitCode = 3;
    return;
  }
  const work = targets
    .map((target) => ({ target, mutants: mutantsFor(target) }))
    .filter((each) => each.mutants.length > 0);
  if (work.length === 0 && options.since !== undefined) {
    return say(`Nothing that mutants are made of differs from ${options.since}.`);
  }
  if (work.length === 0) {
    say(`Nothing to mutate under ${positionals.join(', ')}.\n\n${help}`);
    process.exitCode = 2;
    return;
  }
  if (options.list) {
    for (const { file, line, kind, original } of work.flatMap(({ mutants }) => mutants)) {
      process.stdout.write(`${file}:${line} ${kind}: ${original.split('\n')[0]}\n`);
    }
    return;
  }
  using copy = new Copy();
  const judged: { readonly path: string; readonly judged: readonly Judged[] }[] = [];
  for (const { target, mutants } of work) {
    say(`\n${target.path}: ${mutants.length} mutants`);
    judged.push({ path: target.path, judged: await judge(copy, target, mutants) });
  }
  const scores = judged.map(scoreOf);
  process.stdout.write(options.json ? `${JSON.stringify(scores, null, 2)}\n` : summaryOf(scores));
  if (scores.some(isTooFew)) process.exitCode = 1;
}

await main();
