import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mutantsOf } from './mutants/mutants.ts';
import { type Accepted, acceptedBy, scoreOf } from './mutants/score.ts';
import { targets } from './mutants/targets.ts';

const source = `import { a } from './a.ts';
export function f(x: number, list: readonly string[] = []): boolean {
  if (x < 1) throw new Error('too small, by far');
  a(x);
  return list.length === 0 && x + 1 > 2;
}
`;

const mutants = mutantsOf('f.ts', source);
const told = mutants.map(({ line, kind, replacement }) => `${line} ${kind}: ${replacement}`);

describe('mutantsOf', () => {
  it('makes one mistake in each mutant, and leaves types, imports and sentences alone', () => {
    expect(told).toEqual([
      '3 condition negated: !(x < 1)',
      '3 guard removed: ;',
      '3 comparison changed: (x <= 1)',
      '3 literal flipped: 2',
      '4 statement removed: ;',
      '5 returns nothing: return undefined;',
      '5 logic changed: ((list.length === 0) || (x + 1 > 2))',
      '5 comparison changed: (list.length !== 0)',
      '5 literal flipped: 1',
      '5 comparison changed: (x + 1 >= 2)',
      '5 arithmetic changed: (x - 1)',
      '5 literal flipped: 2',
      '5 literal flipped: 3',
    ]);
  });

  it('keeps all of the file but the mistake', () => {
    const negated = mutants.find(({ kind }) => kind === 'condition negated');

    expect(negated?.text).toBe(source.replace('x < 1', '!(x < 1)'));
  });

  it('takes stages out of a pipeline', () => {
    const stages = mutantsOf('p.ts', 'const pipeline = [first, second];');

    expect(stages.map(({ text }) => text)).toEqual([
      'const pipeline = [...[], second];',
      'const pipeline = [first, ...[]];',
    ]);
  });
});

describe('scoreOf', () => {
  it('counts survivors with a reason as survivors', () => {
    const [killed, survivor] = mutants;
    if (!killed || !survivor) throw new Error('no mutants');
    const known: Accepted = { ...survivor, reason: 'because' };
    const score = scoreOf({
      path: 'f.ts',
      judged: [
        { mutant: killed, fate: 'killed', reason: undefined },
        { mutant: killed, fate: 'timed out', reason: undefined },
        { mutant: survivor, fate: 'survived', reason: acceptedBy([known], survivor)?.reason },
      ],
    });

    expect(score).toMatchObject({ mutants: 3, killed: 2, killedPercent: 66.7, survivors: [{ reason: 'because' }] });
  });
});

it('known survivors are mutants of files that are mutated', () => {
  const accepted = JSON.parse(readFileSync('scripts/mutants/survivors.json', 'utf8')) as readonly Accepted[];
  const unknown = accepted.filter(
    ({ file, kind, original }) =>
      !targets.some(({ path }) => file === path || file.startsWith(`${path}/`)) ||
      !mutantsOf(file, readFileSync(file, 'utf8')).some((each) => each.kind === kind && each.original === original),
  );

  expect(unknown).toEqual([]);
});
