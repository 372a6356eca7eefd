import { describe, expect, it } from 'vitest';
import { checkStructure } from '../template/read-template.ts';
import type { ParameterDeclaration } from '../template/template.ts';
import { parameterScope, resolveParameters } from './parameter-values.ts';

const templateWith = (Parameters: Record<string, ParameterDeclaration>) =>
  checkStructure({ Parameters, Resources: { A: { Type: 'T' } } });

const resolve = (declared: Record<string, ParameterDeclaration>, given: Record<string, string>) =>
  resolveParameters(templateWith(declared), {
    given: Object.entries(given).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
    previous: [],
    fetch: async (name) => (name === '/there' ? { value: 'x,y', isSecure: false } : undefined),
  });

describe('resolveParameters', () => {
  it('reads Parameter Store, splits lists and takes defaults', async () => {
    const declared = {
      S: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/there' },
      L: { Type: 'CommaDelimitedList' },
      N: { Type: 'Number', Default: 3 },
    };

    const parameters = await resolve(declared, { L: 'a, b' });

    expect(parameters[0]).toMatchObject({ key: 'S', given: '/there', resolved: 'x,y' });
    expect(Object.fromEntries(parameterScope(declared, parameters))).toEqual({ S: ['x', 'y'], L: ['a', 'b'], N: '3' });
  });

  it.each<[Record<string, ParameterDeclaration>, Record<string, string>, string]>([
    [{}, { X: '1' }, 'Parameters: [X] do not exist in the template'],
    [{ A: { Type: 'String' }, B: { Type: 'String' } }, {}, 'Parameters: [A, B] must have values'],
    [
      { A: { Type: 'AWS::SSM::Parameter::Value<String>' } },
      { A: '/gone' },
      'Unable to fetch parameters [/gone] from parameter store for this account.',
    ],
    [{ A: { Type: 'String', AllowedValues: ['x'] } }, { A: 'y' }, "Parameter 'A' must be one of AllowedValues"],
    [{ A: { Type: 'String', AllowedPattern: '[a-z]+' } }, { A: 'a1' }, "Parameter 'A' must match pattern [a-z]+"],
    [
      { A: { Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'letters only' } },
      { A: '1' },
      'Parameter A failed to satisfy constraint: letters only',
    ],
    [{ A: { Type: 'String', MinLength: 3 } }, { A: 'ab' }, "Parameter 'A' must contain at least 3 characters"],
    [{ A: { Type: 'Number' } }, { A: 'ab' }, "Parameter 'A' must be a number."],
    [{ A: { Type: 'Number', MaxValue: '5' } }, { A: '6' }, "Parameter 'A' must be a number not greater than 5"],
  ])('of %j refuses %j', async (declared, given, message) => {
    await expect(resolve(declared, given)).rejects.toThrow(message);
  });
});
