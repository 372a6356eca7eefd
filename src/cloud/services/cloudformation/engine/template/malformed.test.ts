import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AwsError, UnsupportedError } from '../../../../kernel/errors.ts';
import { fakeCloud } from '../../testing/fake-cloud.ts';
import { isRecord } from './template.ts';

const sound = {
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'd',
  Metadata: { M: 1 },
  Parameters: {
    P: { Type: 'String', Default: 'a', AllowedPattern: '[a-z]+', AllowedValues: ['a'], MinLength: 1, NoEcho: true },
  },
  Mappings: { M: { a: { b: 'c' } } },
  Rules: {
    R: {
      RuleCondition: { 'Fn::Equals': ['a', 'a'] },
      Assertions: [{ Assert: { 'Fn::Contains': [['a'], { Ref: 'P' }] }, AssertDescription: 'x' }],
    },
  },
  Conditions: {
    C: { 'Fn::And': [{ 'Fn::Equals': [{ Ref: 'P' }, 'a'] }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] },
  },
  Resources: {
    A: {
      Type: 'Test::Thing',
      Properties: { V: { 'Fn::Sub': ['${P}${x}', { x: 1 }] }, J: { 'Fn::Join': ['', ['a', { Ref: 'P' }]] } },
    },
    B: {
      Type: 'Test::Thing',
      Condition: 'C',
      DependsOn: ['A'],
      DeletionPolicy: 'Retain',
      Metadata: {},
      Properties: {
        S: { 'Fn::Select': [0, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['A', 'Arn'] }] }] },
        F: { 'Fn::FindInMap': ['M', 'a', 'b'] },
        I: { 'Fn::If': ['C', 1, { Ref: 'AWS::NoValue' }] },
      },
    },
  },
  Outputs: {
    O: {
      Condition: 'C',
      Value: { Ref: 'B' },
      Description: 'd',
      Export: { Name: { 'Fn::Sub': '${AWS::StackName}-o' } },
    },
  },
};

type Path = readonly string[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, member]) => pathsOf(member, [...path, key]))];
}

/** The template with the value at one path replaced, removed, or joined by a neighbour. */
function mutate(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? mutate(item, rest, to) : item));
  return isRecord(value) ? { ...value, [key]: mutate(value[key], rest, to) } : to;
}

const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    '[',
    '(',
    '${',
    '${}',
    '${A',
    '{{resolve:ssm:}}',
    '{{resolve:secretsmanager:x:Nope}}',
    'toString',
    'constructor',
    '',
    'AWS::NoValue',
  ),
  fc
    .constantFrom(
      'Ref',
      'Condition',
      'Fn::GetAtt',
      'Fn::If',
      'Fn::Sub',
      'Fn::Cidr',
      'Fn::ImportValue',
      'Fn::Length',
      'Fn::GetAZs',
      'Fn::Nope',
    )
    .chain((name) => fc.jsonValue({ maxDepth: 2 }).map((argument) => ({ [name]: argument }))),
);

const mutation = fc.tuple(fc.constantFrom(...pathsOf(sound).slice(1)), junk);

it('Whatever is wrong with a template, the answer is one that AWS could give', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const template = mutations.reduce<unknown>((value, [path, to]) => mutate(value, path, to), sound);
      const cloud = fakeCloud();
      const request = { StackName: 's', TemplateBody: JSON.stringify(template) };

      for (const operation of ['ValidateTemplate', 'GetTemplateSummary', 'CreateStack', 'UpdateStack']) {
        await cloud.send(operation, request).catch((error: unknown) => {
          if (!(error instanceof AwsError) && !(error instanceof UnsupportedError)) throw error;
        });
      }
      const internal = [...cloud.state.events.values()].find(({ reason }) => reason?.includes('InternalFailure'));
      expect(internal?.reason ?? '').toBe('');
    }),
    { numRuns: 300 },
  );
});

it('Whatever text is no template, the answer says so', async () => {
  const line = fc.constantFrom(
    'Resources:',
    '  A: !Sub',
    '- !Ref',
    '{',
    '}',
    '&a',
    '*a',
    '? [x]',
    ': y',
    '!!binary x',
    '<<: 1',
    '---',
    '"',
  );
  const text = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.array(fc.oneof(line, fc.string()), { minLength: 1 }).map((lines) => lines.join('\n')),
  );
  await fc.assert(
    fc.asyncProperty(text, async (TemplateBody) => {
      await expect(fakeCloud().send('CreateStack', { StackName: 's', TemplateBody })).rejects.toBeInstanceOf(AwsError);
    }),
    { numRuns: 300 },
  );
});
