import { expect, it } from 'vitest';
import { variableReferences } from './variable-references.ts';

const references = (States: object) => variableReferences(JSON.stringify({ StartAt: 'A', States }));

it('finds what states refer to in paths, templates, intrinsic functions and JSONata', () => {
  const States = {
    A: { Type: 'Pass', Assign: { total: 1, 'name.$': '$.name' }, Next: 'B' },
    B: {
      Type: 'Choice',
      Choices: [{ Variable: '$total', NumericEquals: 1, Next: 'C', Assign: { chosen: true } }],
    },
    C: { Type: 'Pass', Parameters: { 'text.$': "States.Format('{} {}', $name, $chosen)" }, Next: 'D' },
    D: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $total + $name.first %}', End: true },
  };

  expect(references(States)).toEqual({ B: ['total'], C: ['name', 'chosen'], D: ['total', 'name'] });
});

it('takes no context, input or function for a variable', () => {
  const States = {
    A: { Type: 'Pass', Assign: { State: 1, count: 2 }, Next: 'B' },
    B: { Type: 'Pass', Parameters: { 'a.$': '$$.State.Name', 'b.$': '$.count' }, Next: 'C' },
    C: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $count($states.input) %}', End: true },
  };

  expect(references(States)).toEqual({});
});

it('tells those of states in branches and items by their own names', () => {
  const inner = { StartAt: 'I', States: { I: { Type: 'Pass', Parameters: { 'a.$': '$x' }, End: true } } };
  const other = { StartAt: 'J', States: { J: { Type: 'Pass', Parameters: { 'a.$': '$x' }, End: true } } };
  const States = {
    A: { Type: 'Pass', Assign: { x: 1 }, Next: 'P' },
    P: { Type: 'Parallel', Branches: [inner], Next: 'M' },
    M: { Type: 'Map', ItemProcessor: other, End: true },
  };

  expect(references(States)).toEqual({ I: ['x'], J: ['x'] });
});
