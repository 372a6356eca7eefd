import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import {
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, role } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
let stacks: CloudFormationClient;
beforeEach(() => {
  client = target.client(LambdaClient);
  stacks = target.client(CloudFormationClient);
});

const functionOf = (properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: 'f',
    Role: role,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Code: { ZipFile: 'exports.handler = async () => process.env.WORD;' },
    Environment: { Variables: { WORD: 'one' } },
    Timeout: '7',
    Tags: [{ Key: 'team', Value: 'x' }],
    ...properties,
  },
});
const body = (Resources: object, Outputs: object = {}) => JSON.stringify({ Resources, Outputs });
const create = (Resources: object, Outputs?: object) =>
  stacks.send(new CreateStackCommand({ StackName: 's', TemplateBody: body(Resources, Outputs) }));
const update = (Resources: object) =>
  stacks.send(new UpdateStackCommand({ StackName: 's', TemplateBody: body(Resources) }));
const stack = async () => (await stacks.send(new DescribeStacksCommand({ StackName: 's' }))).Stacks?.[0];

describe('AWS::Lambda::Function', () => {
  it('runs the code in the template', async () => {
    await create(
      { F: functionOf({ ReservedConcurrentExecutions: '5' }) },
      { Arn: { Value: { 'Fn::GetAtt': ['F', 'Arn'] } }, Ref: { Value: { Ref: 'F' } } },
    );

    expect((await stack())?.StackStatus).toBe('CREATE_COMPLETE');
    expect((await stack())?.Outputs?.map(({ OutputValue }) => OutputValue)).toEqual([
      'arn:aws:lambda:us-east-1:000000000000:function:f',
      'f',
    ]);
    expect((await invoke(client)).payload).toBe('one');
    expect(await client.send(new GetFunctionCommand({ FunctionName: 'f' }))).toMatchObject({
      Configuration: { Timeout: 7 },
      Tags: { team: 'x' },
      Concurrency: { ReservedConcurrentExecutions: 5 },
    });
  });

  it('is updated in place, and what is dropped goes back to its default', async () => {
    await create({ F: functionOf() });

    await update({ F: functionOf({ Timeout: undefined, Environment: { Variables: { WORD: 'two' } } }) });

    expect((await stack())?.StackStatus).toBe('UPDATE_COMPLETE');
    expect((await invoke(client)).payload).toBe('two');
    const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: 'f' }));
    expect(Configuration?.Timeout).toBe(3);
  });

  it('gets a name of the stack where it has none, and goes with the stack', async () => {
    await create({ F: functionOf({ FunctionName: undefined }) });
    const names = async () =>
      (await client.send(new ListFunctionsCommand())).Functions?.map(({ FunctionName }) => FunctionName);

    expect(await names()).toEqual([expect.stringMatching(/^s-F-/)]);
    await stacks.send(new DeleteStackCommand({ StackName: 's' }));
    expect(await names()).toEqual([]);
  });

  it('fails by name where something is not emulated', async () => {
    await create({ F: functionOf({ PackageType: 'Image', Code: { ImageUri: 'x' } }) });

    const { StackEvents } = await stacks.send(new DescribeStackEventsCommand({ StackName: 's' }));
    const reasons = StackEvents?.map(({ ResourceStatusReason }) => ResourceStatusReason ?? '').join('\n');
    expect(reasons).toMatch(/container images/);
  });
});

describe('the other types', () => {
  it('make permissions, versions, aliases, layers and event configurations', async () => {
    const fn = { Ref: 'F' };
    await create({
      F: functionOf(),
      P: {
        Type: 'AWS::Lambda::Permission',
        Properties: { FunctionName: fn, Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' },
      },
      V: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: fn } },
      A: {
        Type: 'AWS::Lambda::Alias',
        Properties: { FunctionName: fn, Name: 'live', FunctionVersion: { 'Fn::GetAtt': ['V', 'Version'] } },
      },
      E: {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: { FunctionName: fn, Qualifier: '$LATEST', MaximumRetryAttempts: '1' },
      },
    });

    expect((await stack())?.StackStatus).toBe('CREATE_COMPLETE');
    const { Policy } = await client.send(new GetPolicyCommand({ FunctionName: 'f' }));
    expect(JSON.parse(Policy ?? '')).toMatchObject({
      Statement: [{ Principal: { Service: 'apigateway.amazonaws.com' } }],
    });
    expect(await client.send(new GetAliasCommand({ FunctionName: 'f', Name: 'live' }))).toMatchObject({
      FunctionVersion: '1',
    });
    expect(await client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: 'f' }))).toMatchObject({
      MaximumRetryAttempts: 1,
    });
    await stacks.send(new DeleteStackCommand({ StackName: 's' }));
    expect((await client.send(new ListFunctionsCommand())).Functions).toEqual([]);
  });
});
