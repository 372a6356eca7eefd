import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateSecurityGroupCommand, CreateSubnetCommand, CreateVpcCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateAliasCommand,
  CreateCodeSigningConfigCommand,
  CreateEventSourceMappingCommand,
  DeleteCodeSigningConfigCommand,
  DeleteFunctionCodeSigningConfigCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAliasCommand,
  GetCodeSigningConfigCommand,
  GetFunctionCodeSigningConfigCommand,
  GetFunctionConfigurationCommand,
  GetFunctionRecursionConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  GetRuntimeManagementConfigCommand,
  LambdaClient,
  ListCodeSigningConfigsCommand,
  ListFunctionsByCodeSigningConfigCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
  PublishVersionCommand,
  PutFunctionCodeSigningConfigCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionRecursionConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  PutRuntimeManagementConfigCommand,
  UpdateCodeSigningConfigCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
  type VpcConfig,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(async () => {
  client = target.client(LambdaClient);
  await makeFunction(client, 'exports.handler = async () => 1;');
});

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const named = { FunctionName: 'f' };
const publisher = 'arn:aws:signer:us-east-1:000000000000:/signing-profiles/p/abcdefghij';

describe('code signing', () => {
  const create = async () => {
    const { CodeSigningConfig } = await client.send(
      new CreateCodeSigningConfigCommand({
        Description: 'mine',
        AllowedPublishers: { SigningProfileVersionArns: [publisher] },
        Tags: { a: 'b' },
      }),
    );
    return CodeSigningConfig;
  };

  it('has configurations that are created, changed, listed, tagged and deleted', async () => {
    const created = await create();
    const CodeSigningConfigArn = created?.CodeSigningConfigArn;
    const updated = await client.send(
      new UpdateCodeSigningConfigCommand({
        CodeSigningConfigArn,
        CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
      }),
    );

    expect(created).toEqual({
      CodeSigningConfigId: expect.stringMatching(/^csc-[a-z0-9]{17}$/),
      CodeSigningConfigArn: `arn:aws:lambda:us-east-1:000000000000:code-signing-config:${created?.CodeSigningConfigId}`,
      Description: 'mine',
      AllowedPublishers: { SigningProfileVersionArns: [publisher] },
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' },
      LastModified: expect.stringMatching(/\+0000$/),
    });
    expect(updated.CodeSigningConfig).toMatchObject({
      Description: 'mine',
      CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
    });
    expect((await client.send(new ListCodeSigningConfigsCommand())).CodeSigningConfigs).toEqual([
      updated.CodeSigningConfig,
    ]);
    expect((await client.send(new ListTagsCommand({ Resource: CodeSigningConfigArn }))).Tags).toEqual({ a: 'b' });
    const deleted = await client.send(new DeleteCodeSigningConfigCommand({ CodeSigningConfigArn }));
    expect(deleted.$metadata.httpStatusCode).toBe(204);
    await expect(client.send(new GetCodeSigningConfigCommand({ CodeSigningConfigArn }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The Lambda code signing configuration ${CodeSigningConfigArn} can not be found.`,
    });
  });

  it('is attached to functions and taken from them, and empty where there is none', async () => {
    const get = async () => {
      const { $metadata: _, ...rest } = await client.send(new GetFunctionCodeSigningConfigCommand(named));
      return rest;
    };
    const CodeSigningConfigArn = (await create())?.CodeSigningConfigArn;
    const before = await get();
    await client.send(new PutFunctionCodeSigningConfigCommand({ ...named, CodeSigningConfigArn }));
    const users = await client.send(new ListFunctionsByCodeSigningConfigCommand({ CodeSigningConfigArn }));

    expect(before).toEqual({});
    expect(await get()).toEqual({ CodeSigningConfigArn, FunctionName: 'f' });
    expect(users.FunctionArns).toEqual([arn]);
    await client.send(new DeleteFunctionCodeSigningConfigCommand(named));
    expect(await get()).toEqual({});
    const missing = 'arn:aws:lambda:us-east-1:000000000000:code-signing-config:csc-00000000000000000';
    const put = new PutFunctionCodeSigningConfigCommand({ ...named, CodeSigningConfigArn: missing });
    await expect(client.send(put)).rejects.toMatchObject({ name: 'CodeSigningConfigNotFoundException' });
  });
});

describe('provisioned concurrency', () => {
  const put = (Qualifier: string, ProvisionedConcurrentExecutions = 2) =>
    client.send(new PutProvisionedConcurrencyConfigCommand({ ...named, Qualifier, ProvisionedConcurrentExecutions }));
  const get = (Qualifier: string) => client.send(new GetProvisionedConcurrencyConfigCommand({ ...named, Qualifier }));
  beforeEach(async () => {
    await client.send(new PublishVersionCommand(named));
    await client.send(new CreateAliasCommand({ ...named, Name: 'live', FunctionVersion: '1' }));
  });

  it('is in progress, then ready, listed and deleted', async () => {
    const begun = await put('1');

    expect(begun).toMatchObject({
      $metadata: { httpStatusCode: 202 },
      RequestedProvisionedConcurrentExecutions: 2,
      AllocatedProvisionedConcurrentExecutions: 0,
      Status: 'IN_PROGRESS',
      LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/),
    });
    const ready = {
      RequestedProvisionedConcurrentExecutions: 2,
      AvailableProvisionedConcurrentExecutions: 2,
      AllocatedProvisionedConcurrentExecutions: 2,
      Status: 'READY',
    };
    expect(await get('1')).toMatchObject(ready);
    const listed = await client.send(new ListProvisionedConcurrencyConfigsCommand(named));
    expect(listed.ProvisionedConcurrencyConfigs).toMatchObject([{ FunctionArn: `${arn}:1`, ...ready }]);
    await client.send(new DeleteProvisionedConcurrencyConfigCommand({ ...named, Qualifier: '1' }));
    await expect(get('1')).rejects.toMatchObject({
      name: 'ProvisionedConcurrencyConfigNotFoundException',
      message: 'No Provisioned Concurrency Config found for this function',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('is refused for $LATEST, for what is not there, twice, and beyond what is reserved', async () => {
    await put('live');
    await client.send(new PutFunctionConcurrencyCommand({ ...named, ReservedConcurrentExecutions: 1 }));
    const texts: string[] = [];
    for (const [qualifier, count] of [
      ['$LATEST', 1],
      ['7', 1],
      ['gone', 1],
      ['1', 1],
      ['live', 2],
      ['1', 0],
    ] as const) {
      texts.push(await put(qualifier, count).then(String, ({ message }: Error) => message));
    }

    expect(texts).toEqual([
      'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
      `Function not found: ${arn}:7`,
      `Cannot find alias arn: ${arn}:gone`,
      'Version is pointed by a Provisioned Concurrency alias',
      'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
      "1 validation error detected: Value '0' at 'provisionedConcurrentExecutions' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ]);
  });
});

it('runtime management and recursion are kept', async () => {
  const runtime = async () => {
    const { UpdateRuntimeOn, FunctionArn } = await client.send(new GetRuntimeManagementConfigCommand(named));
    return [UpdateRuntimeOn, FunctionArn];
  };
  const recursion = async () => (await client.send(new GetFunctionRecursionConfigCommand(named))).RecursiveLoop;

  expect(await runtime()).toEqual(['Auto', `${arn}:$LATEST`]);
  expect(await recursion()).toBe('Terminate');
  await client.send(new PutRuntimeManagementConfigCommand({ ...named, UpdateRuntimeOn: 'FunctionUpdate' }));
  await client.send(new PutFunctionRecursionConfigCommand({ ...named, RecursiveLoop: 'Allow' }));
  expect(await runtime()).toEqual(['FunctionUpdate', `${arn}:$LATEST`]);
  expect(await recursion()).toBe('Allow');
});

it('SnapStart is for runtimes that have it, and on in versions', async () => {
  await makeFunction(
    client,
    { 'index.py': '' },
    { FunctionName: 'snap', Runtime: 'python3.13', SnapStart: { ApplyOn: 'PublishedVersions' } },
  );
  const shown = async (Qualifier?: string) =>
    (await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'snap', Qualifier }))).SnapStart;
  await client.send(new PublishVersionCommand({ FunctionName: 'snap' }));

  expect(await shown()).toEqual({ ApplyOn: 'PublishedVersions', OptimizationStatus: 'Off' });
  expect(await shown('1')).toEqual({ ApplyOn: 'PublishedVersions', OptimizationStatus: 'On' });
  const update = new UpdateFunctionConfigurationCommand({ ...named, SnapStart: { ApplyOn: 'PublishedVersions' } });
  await expect(client.send(update)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: 'nodejs24.x is not supported for SnapStart enabled functions.',
  });
});

it('networks and file systems are shown', async () => {
  const FileSystemConfigs = [
    {
      Arn: 'arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0',
      LocalMountPath: '/mnt/data',
    },
  ];
  const VpcConfig = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'], Ipv6AllowedForDualStack: true };
  const updated = await client.send(new UpdateFunctionConfigurationCommand({ ...named, FileSystemConfigs, VpcConfig }));
  const without = await client.send(new UpdateFunctionConfigurationCommand({ ...named, FileSystemConfigs: [] }));

  expect(updated).toMatchObject({ FileSystemConfigs, VpcConfig });
  expect(without).not.toHaveProperty('FileSystemConfigs');
});

it('a network tells the VPC of its subnets, and has both subnets and groups or neither', async () => {
  const ec2 = target.client(EC2Client);
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const { VpcId = '' } = Vpc ?? {};
  const { Subnet } = await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock: '10.0.1.0/24' }));
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId, GroupName: 'app', Description: 'of the app' }),
  );
  const SubnetIds = [Subnet?.SubnetId ?? ''];
  const update = (VpcConfig?: VpcConfig) =>
    client.send(new UpdateFunctionConfigurationCommand({ ...named, VpcConfig, Description: 'changed' }));

  const updated = await update({ SubnetIds, SecurityGroupIds: [GroupId] });
  const again = await update();
  const gone = await update({ SubnetIds: [], SecurityGroupIds: [] });

  expect(updated.VpcConfig).toMatchObject({ SubnetIds, SecurityGroupIds: [GroupId], VpcId });
  expect(again.VpcConfig).toMatchObject({ VpcId });
  expect(gone.VpcConfig?.VpcId ?? '').toBe('');
  await expect(update({ SubnetIds })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: 'SubnetIds and SecurityIds must coexist or be both empty list.',
  });
});

it('a mapping keeps metrics, logs and pollers', async () => {
  await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'q' }));
  const stored = {
    MetricsConfig: { Metrics: ['EventCount' as const] },
    ProvisionedPollerConfig: { MinimumPollers: 2, MaximumPollers: 4 },
  };
  const EventSourceArn = 'arn:aws:sqs:us-east-1:000000000000:q';
  const created = await client.send(new CreateEventSourceMappingCommand({ ...named, EventSourceArn, ...stored }));
  const { UUID } = created;
  const changed = await client.send(new UpdateEventSourceMappingCommand({ UUID, ProvisionedPollerConfig: {} }));

  expect(created).toMatchObject(stored);
  expect(changed).toMatchObject({ MetricsConfig: stored.MetricsConfig });
  expect(changed).not.toHaveProperty('ProvisionedPollerConfig');
});

it('a stack gives functions, versions and aliases what is kept', async () => {
  const stacks = target.client(CloudFormationClient);
  const fn = { Ref: 'F' };
  const Resources = {
    Signing: {
      Type: 'AWS::Lambda::CodeSigningConfig',
      Properties: { AllowedPublishers: { SigningProfileVersionArns: [publisher] } },
    },
    F: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'of-stack',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/r',
        Code: { ZipFile: 'exports.handler = async () => 1;' },
        CodeSigningConfigArn: { Ref: 'Signing' },
        RuntimeManagementConfig: { UpdateRuntimeOn: 'FunctionUpdate' },
        RecursiveLoop: 'Allow',
      },
    },
    V: {
      Type: 'AWS::Lambda::Version',
      Properties: { FunctionName: fn, RuntimePolicy: { UpdateRuntimeOn: 'Auto' } },
    },
    A: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        FunctionName: fn,
        Name: 'live',
        FunctionVersion: { 'Fn::GetAtt': ['V', 'Version'] },
        ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: '3' },
      },
    },
  };
  await stacks.send(new CreateStackCommand({ StackName: 's', TemplateBody: JSON.stringify({ Resources }) }));
  await expect
    .poll(async () => (await stacks.send(new DescribeStacksCommand({ StackName: 's' }))).Stacks?.[0]?.StackStatus)
    .toBe('CREATE_COMPLETE');
  const of = { FunctionName: 'of-stack' };

  expect((await client.send(new GetFunctionCodeSigningConfigCommand(of))).CodeSigningConfigArn).toMatch(/:csc-/);
  expect((await client.send(new GetRuntimeManagementConfigCommand(of))).UpdateRuntimeOn).toBe('FunctionUpdate');
  expect((await client.send(new GetFunctionRecursionConfigCommand(of))).RecursiveLoop).toBe('Allow');
  expect((await client.send(new GetAliasCommand({ ...of, Name: 'live' }))).FunctionVersion).toBe('1');
  expect(await client.send(new GetProvisionedConcurrencyConfigCommand({ ...of, Qualifier: 'live' }))).toMatchObject({
    RequestedProvisionedConcurrentExecutions: 3,
  });
});
