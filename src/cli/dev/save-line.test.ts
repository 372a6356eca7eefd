import { expect, it } from 'vitest';
import { SquallError } from '../../cloud/kernel/errors.ts';
import { failureJson, saveLine } from './save-line.ts';

it('says of a file that nothing is made of only where more is to be told', () => {
  const unrelated = { kind: 'unrelated' } as const;

  expect(saveLine(unrelated, ['/app/README.md'])).toBeUndefined();
  expect(saveLine(unrelated, ['/app/README.md'], true)).toContain('README.md  nothing is made of it');
});

it('tells programs of a failure by one line, and throws what is no mistake of the user', () => {
  const line = failureJson(new SquallError('SynthesisFailed', 'a.ts:1:2: Unexpected ";"\n\n    1 │ (;', 'Mend it.'));

  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toEqual({ failed: { message: 'a.ts:1:2: Unexpected ";"\n\n    1 │ (;', hint: 'Mend it.' } });
  expect(() => failureJson(new TypeError('ours'))).toThrow('ours');
});
