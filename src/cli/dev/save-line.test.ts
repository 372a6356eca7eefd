import { expect, it } from 'vitest';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { failureJson, saveLine } from './save-line.ts';

it('says of a file that nothing is made of only where more is to be told', () => {
  const unrelated = { kind: 'unrelated' } as const;

  expect(saveLine(unrelated, ['/app/README.md'])).toBeUndefined();
  expect(saveLine(unrelated, ['/app/README.md'], true)).toContain('README.md  nothing is made of it');
});

it('names the files that bundles are made of, and not what an editor wrote beside them', () => {
  const outcome = { kind: 'same', files: ['/app/order.ts'] } as const;

  const line = saveLine(outcome, ['/app/order.ts', '/app/sed1iflYL']);

  expect(line).toContain('order.ts  nothing new');
  expect(line).not.toContain('sed');
});

it('tells programs of a failure by one line, and throws what is no mistake of the user', () => {
  const line = failureJson(new SquallError('SynthesisFailed', 'a.ts:1:2: Unexpected ";"\n\n    1 │ (;', 'Mend it.'));

  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({ failed: { message: 'a.ts:1:2: Unexpected ";"\n\n    1 │ (;', hint: 'Mend it.' } });
  expect(() => failureJson(new TypeError('ours'))).toThrow('ours');
});
