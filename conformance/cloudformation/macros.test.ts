import * as Cfn from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: Cfn.CloudFormationClient;
beforeEach(() => {
  client = target.client(Cfn.CloudFormationClient);
});

/** Answers by the macro's parameters: with what it was sent, with a failure, or with what is no answer. */
const code = `exports.handler = async (event) => {
  const { Do } = event.params;
  const answer = { requestId: event.requestId, status: 'success' };
  if (Do === 'throw') throw new Error('broken');
  if (Do === 'nothing') return 'text';
  if (Do === 'fail') return { ...answer, status: 'failed', errorMessage: 'not today' };
  if (Do === 'be silent') return { ...answer, status: 'failed' };
  if (Do === 'text') return { ...answer, fragment: event.templateParameterValues.Stage + ' ' + event.transformId };
  const value = JSON.stringify(event);
  const Seen = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/seen', Type: 'String', Value: value } };
  return { ...answer, fragment: { ...event.fragment, Resources: { ...event.fragment.Resources, Seen } } };
};`;

const parameter = (Name: string, Value: unknown) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Type: 'String', Value },
});
const Capabilities: Cfn.Capability[] = ['CAPABILITY_IAM', 'CAPABILITY_AUTO_EXPAND'];
const create = (StackName: string, template: object) =>
  client.send(new Cfn.CreateStackCommand({ StackName, TemplateBody: JSON.stringify(template), Capabilities }));
const storedValue = async (Name: string) =>
  (await target.client(SSMClient).send(new GetParameterCommand({ Name }))).Parameter?.Value;
const stackOf = async (StackName: string) =>
  (await client.send(new Cfn.DescribeStacksCommand({ StackName }))).Stacks?.[0];
const reasonsOf = async (StackName: string) =>
  (await client.send(new Cfn.DescribeStackEventsCommand({ StackName }))).StackEvents?.flatMap(
    ({ ResourceStatusReason }) => ResourceStatusReason ?? [],
  );

const createMacro = () =>
  create('macro', {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
        },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { ZipFile: code },
          Handler: 'index.handler',
          Runtime: 'nodejs22.x',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        },
      },
      Macro: {
        Type: 'AWS::CloudFormation::Macro',
        Properties: { Name: 'Mine', FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] } },
      },
    },
    Outputs: { Macro: { Value: { Ref: 'Macro' } } },
  });

const Parameters = {
  Stage: { Type: 'String', Default: 'beta' },
  Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
};

describe('macros', () => {
  it('at the top see the whole template and the values of its parameters, and make another of it', async () => {
    await createMacro();

    await create('s', { Transform: 'Mine', Parameters, Resources: { A: parameter('/a', '1') } });

    expect((await stackOf('macro'))?.Outputs).toMatchObject([{ OutputValue: 'Mine' }]);
    expect((await stackOf('s'))?.StackStatus).toBe('CREATE_COMPLETE');
    expect(JSON.parse((await storedValue('/seen')) ?? '')).toEqual({
      accountId: '000000000000',
      fragment: { Parameters, Resources: { A: parameter('/a', '1') } },
      transformId: '000000000000::Mine',
      requestId: expect.any(String),
      region: 'us-east-1',
      params: {},
      templateParameterValues: { Stage: 'beta', Zones: ['a', 'b'] },
    });
  });

  it('in the midst of a template take the place of their siblings, and GetTemplate tells the result', async () => {
    await createMacro();
    const Value = { 'Fn::Transform': { Name: 'Mine', Parameters: { Do: 'text' } } };

    await create('s', { Parameters, Resources: { A: parameter('/a', Value) } });
    const get = (TemplateStage: Cfn.TemplateStage) =>
      client.send(new Cfn.GetTemplateCommand({ StackName: 's', TemplateStage }));

    expect(await storedValue('/a')).toBe('beta 000000000000::Mine');
    expect((await get('Original')).TemplateBody).toContain('Fn::Transform');
    expect(JSON.parse((await get('Processed')).TemplateBody ?? '')).toEqual({
      Parameters,
      Resources: { A: parameter('/a', 'beta 000000000000::Mine') },
    });
  });

  it.each([
    ['throw', 'Transform 000000000000::Mine failed without an error message.'],
    ['nothing', 'Received malformed response from transform 000000000000::Mine.'],
    ['fail', 'Transform 000000000000::Mine failed with: not today'],
    ['be silent', 'Transform 000000000000::Mine failed without an error message.'],
  ])('that %s fail the change set, and roll a stack back', async (Do, reason) => {
    await createMacro();
    const template = { Transform: [{ Name: 'Mine', Parameters: { Do } }], Resources: { A: parameter('/a', '1') } };
    const names = { StackName: 'planned', ChangeSetName: 'c' };

    await create('s', template);
    await client.send(
      new Cfn.CreateChangeSetCommand({
        ...names,
        ChangeSetType: 'CREATE',
        TemplateBody: JSON.stringify(template),
        Capabilities,
      }),
    );

    expect((await stackOf('s'))?.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await reasonsOf('s')).toContain(`${reason}. Rollback requested by user.`);
    expect(await client.send(new Cfn.DescribeChangeSetCommand(names))).toMatchObject({
      Status: 'FAILED',
      StatusReason: reason,
      ExecutionStatus: 'UNAVAILABLE',
    });
  });

  it('that nobody made are not found', async () => {
    await create('s', { Transform: 'None', Resources: { A: parameter('/a', '1') } });

    expect(await reasonsOf('s')).toContain('No transform named 000000000000::None found.. Rollback requested by user.');
  });

  it('that fail take an update back, with their reason', async () => {
    await createMacro();
    await create('s', { Resources: { A: parameter('/a', '1') } });
    const failing = { Transform: { Name: 'Mine', Parameters: { Do: 'fail' } }, Resources: { A: parameter('/a', '2') } };

    const TemplateBody = JSON.stringify(failing);
    const { StackId } = await client.send(new Cfn.UpdateStackCommand({ StackName: 's', TemplateBody, Capabilities }));

    expect(await stackOf('s')).toMatchObject({ StackId, StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    expect((await reasonsOf('s'))?.some((reason) => reason.includes('not today'))).toBe(true);
    expect(await storedValue('/a')).toBe('1');
    const { TemplateBody: kept } = await client.send(new Cfn.GetTemplateCommand({ StackName: 's' }));
    expect(kept).toBe(JSON.stringify({ Resources: { A: parameter('/a', '1') } }));
  });

  it('must be acknowledged, and are told by GetTemplateSummary', async () => {
    const TemplateBody = JSON.stringify({ Transform: 'Mine', Resources: { A: parameter('/a', '1') } });

    const summary = await client.send(new Cfn.GetTemplateSummaryCommand({ TemplateBody }));
    const created = client.send(new Cfn.CreateStackCommand({ StackName: 's', TemplateBody }));

    expect(summary).toMatchObject({
      DeclaredTransforms: ['Mine'],
      Capabilities: ['CAPABILITY_AUTO_EXPAND'],
      ResourceTypes: ['AWS::SSM::Parameter'],
    });
    await expect(created).rejects.toMatchObject({
      name: 'InsufficientCapabilitiesException',
      message: 'Requires capabilities : [CAPABILITY_AUTO_EXPAND]',
    });
  });
});

describe('AWS::Include', () => {
  const including = (Location: unknown) => ({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location } } });

  it('puts what an object says beside what is there, at the top and in the midst', async () => {
    const s3 = target.client(S3Client);
    await s3.send(new CreateBucketCommand({ Bucket: 'snippets' }));
    const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: 'snippets', Key, Body }));
    await put('value.yaml', 'Type: String\nValue: included\n');
    await put('more.json', JSON.stringify({ B: parameter('/b', '2') }));
    await put('outputs.json', JSON.stringify({ Outputs: { O: { Value: { Ref: 'B' } } } }));

    await create('s', {
      Transform: { Name: 'AWS::Include', Parameters: { Location: 's3://snippets/outputs.json' } },
      Parameters: { Bucket: { Type: 'String', Default: 'snippets' } },
      Resources: {
        ...including({ 'Fn::Sub': `s3://\${Bucket}/more.json` }),
        A: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/a', ...including('s3://snippets/value.yaml') } },
      },
    });

    expect([await storedValue('/a'), await storedValue('/b')]).toEqual(['included', '2']);
    expect((await stackOf('s'))?.Outputs).toMatchObject([{ OutputKey: 'O', OutputValue: '/b' }]);
  });

  it('rolls the stack back where there is no such object', async () => {
    await create('s', { Resources: { A: parameter('/a', '1'), ...including('nowhere') } });

    expect(await reasonsOf('s')).toContain(
      'Transform AWS::Include failed with: Location parameter is not a valid S3 uri.. Rollback requested by user.',
    );
  });
});
