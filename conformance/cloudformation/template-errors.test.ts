import * as Cfn from '@aws-sdk/client-cloudformation';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let cfn: Cfn.CloudFormationClient;
beforeEach(() => {
  cfn = target.client(Cfn.CloudFormationClient);
});

const thing = (Value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value },
  ...more,
});

/** A stack of one parameter, with its value as the output `O`. */
const withValue = (value: unknown, more: object = {}) => ({
  Resources: { P: thing(value) },
  Outputs: { O: { Value: { 'Fn::GetAtt': ['P', 'Value'] } } },
  ...more,
});

const extended = { Transform: 'AWS::LanguageExtensions' };

const create = (template: object, more: Partial<Cfn.CreateStackCommandInput> = {}) =>
  cfn.send(new Cfn.CreateStackCommand({ StackName: 's', TemplateBody: JSON.stringify(template), ...more }));

async function outputs(template: object) {
  await create(template);
  const { Stacks } = await cfn.send(new Cfn.DescribeStacksCommand({ StackName: 's' }));
  return Object.fromEntries(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? []);
}

describe('CreateStack › refuses at once', () => {
  it.each<[string, object, string | RegExp]>([
    [
      'a function that there is not',
      withValue({ 'Fn::Nope': 'x' }),
      /^Template error: Encountered unsupported function: Fn::Nope Supported functions are: \[Fn::Base64, /,
    ],
    [
      'a function of AWS::LanguageExtensions without the transform',
      withValue({ 'Fn::Length': ['a'] }),
      /^Template error: Encountered unsupported function: Fn::Length /,
    ],
    [
      'a default of Fn::FindInMap without the transform',
      withValue({ 'Fn::FindInMap': ['M', 'a', 'b', { DefaultValue: 'x' }] }, { Mappings: { M: { a: { c: 'x' } } } }),
      'Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
    ],
    [
      'a policy by function without the transform',
      {
        Parameters: { D: { Type: 'String', Default: 'Retain' } },
        Resources: { P: thing('x', { DeletionPolicy: { Ref: 'D' } }) },
      },
      'Template format error: Every DeletionPolicy member must be a string.',
    ],
    [
      'a variable of Fn::Sub that can be no name',
      withValue({ 'Fn::Sub': '${P-x}' }),
      'Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons',
    ],
    [
      'an output that is a list',
      withValue('x', { Outputs: { O: { Value: ['a'] } } }),
      'Template format error: The Value field of every Outputs member must evaluate to a String.',
    ],
    [
      'an export whose name depends on a resource',
      withValue('x', { Outputs: { O: { Value: 'x', Export: { Name: { Ref: 'P' } } } } }),
      /The Name field of Export must not depend on any resources, imported values, or Fn::GetAZs/,
    ],
    [
      'an import in a condition',
      withValue('x', { Conditions: { C: { 'Fn::Equals': [{ 'Fn::ImportValue': 'n' }, 'x'] } } }),
      'Template error: Cannot use Fn::ImportValue in Conditions.',
    ],
    [
      'a secure reference where AWS does not read one',
      withValue('{{resolve:ssm-secure:/secret:1}}'),
      'SSM Secure reference is not supported in: [AWS::SSM::Parameter/Properties/Value]',
    ],
    [
      'a malformed reference',
      withValue('{{resolve:ssm:/name:latest}}'),
      'Incorrect format is used in the following SSM reference: [{{resolve:ssm:/name:latest}}]',
    ],
    [
      'a reference to what is not in Parameter Store',
      withValue('{{resolve:ssm:/none}}'),
      'Parameters: [ssm:/none] cannot be found.',
    ],
  ])('%s', async (_what, template, message) => {
    const refused = create(template);

    await expect(refused).rejects.toMatchObject({
      name: 'ValidationError',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
    });
    await expect(cfn.send(new Cfn.DescribeStacksCommand({ StackName: 's' }))).rejects.toMatchObject({
      message: 'Stack with id s does not exist',
    });
  });

  it('a secure parameter as a parameter’s value, and a name that is not there', async () => {
    await target
      .client(SSMClient)
      .send(new PutParameterCommand({ Name: '/secure', Type: 'SecureString', Value: 'hidden' }));
    const given = (Type: string, Default: string) => ({ ...withValue('x'), Parameters: { A: { Type, Default } } });

    await expect(create(given('AWS::SSM::Parameter::Value<String>', '/secure'))).rejects.toMatchObject({
      message: 'Parameters [/secure] referenced by template have types not supported by CloudFormation.',
    });
    await expect(create(given('AWS::SSM::Parameter::Name', '/none'))).rejects.toMatchObject({
      message: 'Unable to fetch parameters [/none] from parameter store for this account.',
    });
    await create(given('AWS::SSM::Parameter::Name', '/secure'));
  });
});

describe('CreateChangeSet', () => {
  it('fails for a secure reference where AWS does not read one', async () => {
    const StackName = 'planned';
    await cfn.send(
      new Cfn.CreateChangeSetCommand({
        StackName,
        ChangeSetName: 'c',
        ChangeSetType: 'CREATE',
        TemplateBody: JSON.stringify(withValue('{{resolve:ssm-secure:/secret:1}}')),
      }),
    );

    expect(await cfn.send(new Cfn.DescribeChangeSetCommand({ StackName, ChangeSetName: 'c' }))).toMatchObject({
      Status: 'FAILED',
      StatusReason: 'SSM Secure reference is not supported in: [AWS::SSM::Parameter/Properties/Value]',
    });
  });
});

describe('Functions', () => {
  it('Fn::GetStackOutput › reads an output of another stack, and refuses one that is not there', async () => {
    await cfn.send(new Cfn.CreateStackCommand({ StackName: 'base', TemplateBody: JSON.stringify(withValue('based')) }));
    const reading = (OutputName: string) => withValue({ 'Fn::GetStackOutput': { StackName: 'base', OutputName } });

    expect(await outputs(reading('O'))).toEqual({ O: 'based' });
    await expect(create(reading('None'), { StackName: 't' })).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('Ref and Fn::GetAtt › take functions as names with AWS::LanguageExtensions, in conditions and outputs of loops', async () => {
    const template = {
      ...extended,
      Conditions: {
        'Fn::ForEach::C': ['X', ['A', 'B'], { 'Is${X}': { 'Fn::Equals': [{ Ref: 'X' }, 'A'] } }],
      },
      Resources: {
        P: thing('x'),
        'Fn::ForEach::L': ['X', ['A', 'B'], { 'Q${X}': thing('${X}!', { Condition: 'Is${X}' }) }],
      },
      Outputs: {
        'Fn::ForEach::O': ['X', ['A'], { 'Out${X}': { Value: { 'Fn::GetAtt': [{ 'Fn::Sub': 'Q${X}' }, 'Value'] } } }],
        Id: { Value: { Ref: { 'Fn::Join': ['', ['Q', 'A']] } } },
      },
    };

    expect(await outputs(template)).toEqual({ OutA: 'A!', Id: expect.stringMatching(/-QA-/) });
  });

  it('Fn::RefAll › is what rules ask of parameters of one type', async () => {
    const template = (value: string) => ({
      ...withValue('x'),
      Parameters: { A: { Type: 'String', Default: 'a' }, B: { Type: 'String', Default: value } },
      Rules: {
        Same: {
          Assertions: [
            { Assert: { 'Fn::EachMemberEquals': [{ 'Fn::RefAll': 'String' }, 'a'] }, AssertDescription: 'all are a' },
          ],
        },
      },
    });

    await expect(create(template('b'))).rejects.toMatchObject({ message: expect.stringContaining('all are a') });
    await create(template('a'));
  });
});
