import { expect, test } from 'vitest';
import { map, one, pass, task, told } from './testing/definitions.ts';

test.each<[string, object, string[]]>([
  [
    'a state that is missing, and one that is not reached',
    { StartAt: 'pass1', States: { pass1: { Type: 'Pass', Next: 'pass3' }, pass2: pass } },
    [
      "MISSING_TRANSITION_TARGET Missing 'Next' target: pass3 @/States/pass1/Next",
      'MISSING_TRANSITION_TARGET State "pass2" is not reachable. @/States/pass2',
    ],
  ],
  [
    'no end',
    { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'A' }, B: { Type: 'Pass', Next: 'A' } } },
    ['MISSING_END_STATE Workflow has no terminal state'],
  ],
  [
    'a missing state and no end',
    one({ Type: 'Pass', Next: 'NOPE' }),
    [
      "MISSING_TRANSITION_TARGET Missing 'Next' target: NOPE @/States/A/Next",
      'MISSING_END_STATE Workflow has no terminal state',
    ],
  ],
  [
    'rules, defaults and catchers that lead nowhere',
    {
      StartAt: 'C',
      States: {
        C: {
          Type: 'Choice',
          Choices: [
            { Variable: '$.a', IsNull: true, Next: 'X' },
            { Variable: '$.a', IsNull: false, Next: 'T' },
          ],
          Default: 'Y',
        },
        T: { ...task, Catch: [{ ErrorEquals: ['E'], Next: 'Z' }] },
      },
    },
    [
      "MISSING_TRANSITION_TARGET Missing 'Next' target: Y @/States/C/Default",
      "MISSING_TRANSITION_TARGET Missing 'Next' target: X @/States/C/Choices[0]/Next",
      "MISSING_TRANSITION_TARGET Missing 'Next' target: Z @/States/T/Catch[0]/Next",
    ],
  ],
  [
    'a branch that leads out of itself',
    {
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: [{ StartAt: 'X', States: { X: { Type: 'Pass', Next: 'Q' }, Y: pass } }],
          Next: 'Q',
        },
        Q: pass,
      },
    },
    [
      "MISSING_TRANSITION_TARGET Missing 'Next' target: Q @/States/P/Branches[0]/States/X/Next",
      'MISSING_TRANSITION_TARGET State "Y" is not reachable. @/States/P/Branches[0]/States/Y',
    ],
  ],
  [
    'a name that stands in two blocks',
    { StartAt: 'A', States: { A: { ...map, End: undefined, Next: 'B' }, B: pass } },
    ['DUPLICATE_STATE_NAME Duplicate State name: B @/States/B'],
  ],
])('%s is refused as a transition', (_name, definition, expected) => {
  expect(told(definition)).toEqual(expected);
});

test('a name that stands twice in a block is refused, which JSON alone would not show', () => {
  expect(told('{"StartAt":"A","States":{"A":{"Type":"Succeed"},"A":{"Type":"Succeed"}}}')).toEqual([
    'DUPLICATE_STATE_NAME Duplicate State name: A @/States/A',
  ]);
});
