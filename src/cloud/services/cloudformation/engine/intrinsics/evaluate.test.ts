import { describe, expect, it } from 'vitest';
import { UnsupportedError } from '../../../../kernel/errors.ts';
import { cidrBlocks } from './cidr.ts';
import { conditionsOf } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import { noValue, type Scope } from './scope.ts';

const base: Omit<Scope, 'condition'> = {
  parameters: new Map<string, string | string[]>([
    ['P', 'p'],
    ['Nothing', 'AWS::NoValue'],
    ['L', ['a', 'b']],
  ]),
  pseudo: { 'AWS::Region': 'eu-west-1', 'AWS::AccountId': '111111111111' },
  mappings: { M: { 'eu-west-1': { v: 'mapped', l: ['x'] } } },
  hasResource: (name) => name === 'R' || name === 'Later',
  resource: (name) =>
    name === 'R'
      ? { physicalId: 'r-1', ref: 'the-ref', attributes: { Arn: 'arn:r', 'A.B': 'dotted', N: { x: 1 } } }
      : undefined,
  missingAttribute: (logicalId, name) =>
    new UnsupportedError(`attribute ${name} of resource ${logicalId} in Fn::GetAtt`),
  importValue: (name) => `imported ${name}`,
  stackOutput: ({ stackName, outputName }) => (stackName === 'base' ? `${outputName} of base` : undefined),
  parametersOfType: (type) => (type === 'String' ? ['p', 'AWS::NoValue'] : []),
  spend: () => undefined,
};

const scope: Scope = { ...base, condition: (name) => name === 'Yes' };

describe('evaluate', () => {
  it.each<[unknown, unknown]>([
    [{ Ref: 'P' }, 'p'],
    [{ a: { Ref: 'Nothing' }, b: 1 }, { b: 1 }],
    [{ 'Fn::Equals': [{ Ref: 'Nothing' }, 'AWS::NoValue'] }, true],
    [{ Ref: 'L' }, ['a', 'b']],
    [{ Ref: 'AWS::Region' }, 'eu-west-1'],
    [{ Ref: 'R' }, 'the-ref'],
    [{ 'Fn::GetAtt': ['R', 'Arn'] }, 'arn:r'],
    [{ 'Fn::GetAtt': 'R.A.B' }, 'dotted'],
    [{ 'Fn::GetAtt': ['R', 'N.x'] }, 1],
    [{ 'Fn::Sub': '${P}-${R.Arn}-${AWS::AccountId}-${!Literal}-${R}' }, 'p-arn:r-111111111111-${Literal}-the-ref'],
    [{ 'Fn::Sub': ['${P}${x}', { x: { Ref: 'P' }, P: 'own' }] }, 'ownp'],
    [{ 'Fn::Join': [',', ['a', 1, { Ref: 'P' }]] }, 'a,1,p'],
    [{ 'Fn::Join': ['', { Ref: 'L' }] }, 'ab'],
    [{ 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
    [{ 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    [{ 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'v'] }, 'mapped'],
    [{ 'Fn::FindInMap': ['M', 'nowhere', 'v', { DefaultValue: 'd' }] }, 'd'],
    [{ 'Fn::If': ['Yes', 1, { Ref: 'Missing' }] }, 1],
    [{ 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, noValue],
    [{ 'Fn::Base64': 'hi' }, 'aGk='],
    [{ 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    [{ 'Fn::ImportValue': { 'Fn::Sub': '${P}:x' } }, 'imported p:x'],
    [{ 'Fn::Length': { Ref: 'L' } }, 2],
    [{ 'Fn::GetStackOutput': { StackName: 'base', OutputName: { Ref: 'P' } } }, 'p of base'],
    [{ 'Fn::Contains': [{ 'Fn::RefAll': 'String' }, 'p'] }, true],
    [{ 'Fn::ToJsonString': { a: { Ref: 'P' } } }, '{"a":"p"}'],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] }, true],
    [{ 'Fn::Or': [{ Condition: 'No' }, { 'Fn::Equals': ['1', 1] }] }, true],
    [{ 'Fn::Contains': [{ Ref: 'L' }, 'b'] }, true],
    [{ 'Fn::EachMemberIn': [{ Ref: 'L' }, ['a', 'b', 'c']] }, true],
    [{ 'Fn::EachMemberEquals': [{ Ref: 'L' }, 'a'] }, false],
    [{ Statement: [{ Condition: { StringEquals: {} } }] }, { Statement: [{ Condition: { StringEquals: {} } }] }],
    [{ Ref: 'Later' }, '{{changeSet:KNOWN_AFTER_APPLY}}'],
    [
      { 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['Later', 'Arn'] }] }] },
      '{{changeSet:KNOWN_AFTER_APPLY}}',
    ],
    [
      { 'Fn::Select': [6, { 'Fn::Split': [':', { 'Fn::Sub': '${Later}/${Later.Arn}' }] }] },
      '{{changeSet:KNOWN_AFTER_APPLY}}',
    ],
    [{ 'Fn::Base64': { 'Fn::Sub': 'of ${Later}' } }, '{{changeSet:KNOWN_AFTER_APPLY}}'],
    [{ 'Fn::Cidr': [{ 'Fn::GetAtt': ['Later', 'CidrBlock'] }, 2, 8] }, '{{changeSet:KNOWN_AFTER_APPLY}}'],
  ])('%j', (value, expected) => {
    expect(evaluate(value, scope)).toEqual(expected);
  });

  it('leaves out what is AWS::NoValue', () => {
    const nothing = { Ref: 'AWS::NoValue' };

    expect(evaluate({ a: nothing, b: [1, nothing, { c: nothing }] }, scope)).toEqual({ b: [1, {}] });
  });

  it.each<[unknown, string]>([
    [{ 'Fn::Select': [2, ['a', 'b']] }, 'Template error: Fn::Select cannot select nonexistent value at index 2'],
    [{ 'Fn::FindInMap': ['M', 'x', 'y'] }, 'Template error: Unable to get mapping for M::x::y'],
    [{ 'Fn::GetAtt': ['R', 'Nope'] }, 'Squall does not emulate attribute Nope of resource R in Fn::GetAtt.'],
    [{ 'Fn::Transform': {} }, 'Squall does not emulate the intrinsic function Fn::Transform'],
    [
      { 'Fn::Sub': '${a b}' },
      'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters',
    ],
  ])('refuses %j', (value, message) => {
    expect(() => evaluate(value, scope)).toThrow(message);
  });
});

describe('conditionsOf', () => {
  it('evaluates conditions that use each other, and refuses circles', () => {
    const condition = conditionsOf(
      {
        A: { 'Fn::Equals': [{ Ref: 'P' }, 'p'] },
        B: { 'Fn::Not': [{ Condition: 'A' }] },
        X: { Condition: 'Y' },
        Y: { Condition: 'X' },
      },
      (condition) => ({ ...base, condition }),
    );

    expect([condition('A'), condition('B')]).toEqual([true, false]);
    expect(() => condition('X')).toThrow('circular condition dependency');
  });
});

describe('cidrBlocks', () => {
  it.each([
    ['192.168.0.0/24', 3, 5, ['192.168.0.0/27', '192.168.0.32/27', '192.168.0.64/27']],
    ['10.0.0.0/16', 2, undefined, ['10.0.0.0/24', '10.0.1.0/24']],
    ['2001:db8::/56', 2, 64, ['2001:db8::/64', '2001:db8:0:1::/64']],
  ])('%s in %d blocks of %s bits', (block, count, bits, blocks) => {
    expect(cidrBlocks(block, count, bits)).toEqual(blocks);
  });

  it('refuses more blocks than there is room for', () => {
    expect(() => cidrBlocks('10.0.0.0/24', 5, 6)).toThrow('Fn::Cidr');
  });
});
