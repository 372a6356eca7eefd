import { describe, expect, it } from 'vitest';
import { parseTemplateText } from './parse-text.ts';

describe('parseTemplateText', () => {
  it('reads the short forms of functions at any depth', () => {
    const text = `
Resources:
  A:
    Type: T
    Properties:
      Joined: !Join ['-', [!Ref X, !Sub '\${A}b', !GetAtt B.Outputs.C]]
      Chosen: !If [C, !Select [0, !GetAZs ''], !Ref 'AWS::NoValue']
      Sub: !Sub
        - '\${v}'
        - v: !ImportValue x
      Not: !Not [!Condition D]
`;

    const template = parseTemplateText(text) as { Resources: { A: { Properties: unknown } } };

    expect(template.Resources.A.Properties).toEqual({
      Joined: { 'Fn::Join': ['-', [{ Ref: 'X' }, { 'Fn::Sub': '${A}b' }, { 'Fn::GetAtt': ['B', 'Outputs.C'] }]] },
      Chosen: { 'Fn::If': ['C', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, { Ref: 'AWS::NoValue' }] },
      Sub: { 'Fn::Sub': ['${v}', { v: { 'Fn::ImportValue': 'x' } }] },
      Not: { 'Fn::Not': [{ Condition: 'D' }] },
    });
  });

  it('keeps dates and long numbers as they are written', () => {
    expect(
      parseTemplateText('Version: 2012-10-17\nAccount: 123456789012345678901\nN: 5\nB: true\nQ: "2012-10-17"'),
    ).toEqual({
      Version: '2012-10-17',
      Account: '123456789012345678901',
      N: 5,
      B: true,
      Q: '2012-10-17',
    });
  });

  it('takes words for booleans, and letters for what they are: DynamoDB has a type N', () => {
    expect(parseTemplateText('AttributeType: N\nY: y\nEnabled: yes\nOff: off')).toEqual({
      AttributeType: 'N',
      Y: 'y',
      Enabled: true,
      Off: false,
    });
  });

  it('takes a point alone for a folder', () => {
    expect(parseTemplateText('CodeUri: .\nHalf: .5\nOne: 1.0')).toEqual({ CodeUri: '.', Half: 0.5, One: 1 });
  });

  it('resolves aliases and merges where it is told to, as the AWS CLI does before it sends a template', () => {
    const text = 'A: &a { x: 1, y: !Ref X }\nB: *a\nC:\n  <<: *a\n  x: 2\nD: { <<: [{ z: 1 }, *a, { z: 2 }] }';

    expect(parseTemplateText(text, 'resolved')).toEqual({
      A: { x: 1, y: { Ref: 'X' } },
      B: { x: 1, y: { Ref: 'X' } },
      C: { x: 2, y: { Ref: 'X' } },
      D: { x: 1, y: { Ref: 'X' }, z: 1 },
    });
  });

  it('refuses an alias of what it stands in by its name, and takes the same alias twice', () => {
    expect(() => parseTemplateText('A: &a { x: [*a] }', 'resolved')).toThrow(
      'The alias *a stands within its own anchor.',
    );
    expect(parseTemplateText('A: &a { x: 1 }\nB: &b [*a, *a]\nC: *b', 'resolved')).toMatchObject({
      C: [{ x: 1 }, { x: 1 }],
    });
  });

  it('takes the last of a key that is there twice', () => {
    expect(parseTemplateText('A: { x: 1, y: 1 }\nB:\n  C:\n  C: text\nA: { x: 2 }')).toEqual({
      A: { x: 2 },
      B: { C: 'text' },
    });
  });

  it('reads JSON', () => {
    expect(parseTemplateText(' {"A": [1, null]}')).toEqual({ A: [1, null] });
  });

  it.each([
    ['{"A": ', 'Template format error: JSON not well-formed.'],
    ['A: [1, 2', 'Template format error: YAML not well-formed. (line 1, column 9)'],
    ['A: &x 1\nB: *x', 'Template error: YAML aliases are not allowed in CloudFormation templates'],
    ['{"__proto__": {}}', 'Template format error: Key __proto__ is not allowed.'],
    [`A: ${'['.repeat(200)}${']'.repeat(200)}`, 'Template format error: Template is nested too deeply.'],
  ])('refuses %j', (text, message) => {
    expect(() => parseTemplateText(text)).toThrow(message);
  });
});
