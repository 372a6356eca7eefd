import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import { type CloudClient, clientOf } from './cloud-client.ts';
import { deployAssembly } from './deploy.ts';

let directory = '';
let cloud: Cloud;
let client: CloudClient;
const write = (name: string, contents: object) => writeFileSync(join(directory, name), JSON.stringify(contents));

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'squall-follow-'));
  cloud = await startCloud({ log: 'error', clock: 'virtual' });
  client = clientOf(cloud);
});

afterEach(async () => {
  rmSync(directory, { recursive: true, force: true });
  await cloud.close();
});

function app(Resources: object): void {
  write('A.json', { Resources });
  write('manifest.json', {
    artifacts: { A: { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.json' } } },
  });
}

/** A stack that is done when somebody has put a signal to its handle. */
const waiting = {
  Handle: { Type: 'AWS::CloudFormation::WaitConditionHandle' },
  Wait: {
    Type: 'AWS::CloudFormation::WaitCondition',
    Properties: { Handle: { Ref: 'Handle' }, Timeout: '43200' },
  },
};

const waitCondition = () =>
  client
    .call<{ StackResources: { LogicalResourceId: string; PhysicalResourceId?: string; ResourceStatus: string }[] }>(
      'cloudformation',
      'DescribeStackResources',
      { StackName: 'A' },
    )
    .then(({ StackResources }) => StackResources);

const untilItWaits = () =>
  vi.waitFor(async () => {
    const resources = await waitCondition();
    expect(resources.find(({ LogicalResourceId }) => LogicalResourceId === 'Wait')).toMatchObject({
      ResourceStatus: 'CREATE_IN_PROGRESS',
    });
    return resources;
  });

it('waits for a stack that goes on behind its reply', async () => {
  app(waiting);
  const deploying = deployAssembly(client, directory);
  const resources = await untilItWaits();
  const handle = resources.find(({ LogicalResourceId }) => LogicalResourceId === 'Handle')?.PhysicalResourceId ?? '';

  const body = JSON.stringify({ Status: 'SUCCESS', UniqueId: '1', Data: 'x', Reason: 'done' });
  const { status } = await fetch(handle, { method: 'PUT', body });

  expect(status).toBe(200);
  expect(await deploying).toEqual([{ name: 'A', outputs: {}, changed: true }]);
});

it('ends when nothing has happened for 15 minutes, and says what the stack waits for', async () => {
  app(waiting);
  const deploying = deployAssembly(client, directory).catch((error: unknown) => error);
  await untilItWaits();

  await cloud.clock.advance('14m');
  const early = await Promise.race([deploying, untilItWaits()]);
  await cloud.clock.advance('1m');

  expect(early).not.toBeInstanceOf(Error);
  expect(await deploying).toMatchObject({
    message:
      'A is CREATE_IN_PROGRESS, and nothing has happened for 15 minutes. It waits for Wait (AWS::CloudFormation::WaitCondition).',
  });
});

it('waits for what works on a stack before it deploys', async () => {
  app(waiting);
  await client.call('cloudformation', 'CreateStack', {
    StackName: 'A',
    TemplateBody: JSON.stringify({ Resources: waiting }),
  });
  const resources = await untilItWaits();
  const deploying = deployAssembly(client, directory);
  const handle = resources.find(({ LogicalResourceId }) => LogicalResourceId === 'Handle')?.PhysicalResourceId ?? '';

  const body = JSON.stringify({ Status: 'SUCCESS', UniqueId: '1', Data: 'x', Reason: 'done' });
  await fetch(handle, { method: 'PUT', body });

  expect(await deploying).toEqual([{ name: 'A', outputs: {}, changed: false }]);
});

it('tells why a resource of a nested stack failed', async () => {
  const inner = { Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: '' } } } };
  await client.call('s3', 'CreateBucket', { Bucket: 'templates' });
  await client.call('s3', 'PutObject', {
    Bucket: 'templates',
    Key: 'inner.json',
    Body: Buffer.from(JSON.stringify(inner)),
  });
  const TemplateURL = 'https://templates.s3.us-east-1.amazonaws.com/inner.json';
  app({ Inner: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL } } });

  const failed = deployAssembly(client, directory);

  await expect(failed).rejects.toThrow(/^ {2}Inner \(AWS::CloudFormation::Stack\): Embedded stack .* was not /m);
  await expect(failed).rejects.toThrow(/^ {2}Inner\/P \(AWS::SSM::Parameter\): .*value/m);
});

it('tells the reason of the stack itself where no resource failed', async () => {
  app({ P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } } });
  await deployAssembly(client, directory);
  write('A.json', {
    Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'y' } } },
    Outputs: { Out: { Value: 'x', Export: { Name: 'taken' } } },
  });
  await client.call('cloudformation', 'CreateStack', {
    StackName: 'B',
    TemplateBody: JSON.stringify({
      Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } } },
      Outputs: { Out: { Value: 'x', Export: { Name: 'taken' } } },
    }),
  });

  await expect(deployAssembly(client, directory)).rejects.toThrow(/^A ended as UPDATE_ROLLBACK_COMPLETE: .*taken/);
});

/** An alias whose traffic CodeDeploy shifts. */
const shifted = (version: string) => ({
  App: { Type: 'AWS::CodeDeploy::Application', Properties: { ComputePlatform: 'Lambda' } },
  Group: {
    Type: 'AWS::CodeDeploy::DeploymentGroup',
    Properties: {
      ApplicationName: { Ref: 'App' },
      ServiceRoleArn: 'arn:aws:iam::000000000000:role/r',
      DeploymentConfigName: 'CodeDeployDefault.LambdaLinear10PercentEvery10Minutes',
    },
  },
  F: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/r',
      Code: { ZipFile: `exports.handler = async () => ${version};` },
    },
  },
  [`V${version}`]: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'F' } } },
  Live: {
    Type: 'AWS::Lambda::Alias',
    Properties: {
      FunctionName: { Ref: 'F' },
      Name: 'live',
      FunctionVersion: { 'Fn::GetAtt': [`V${version}`, 'Version'] },
    },
    UpdatePolicy: {
      CodeDeployLambdaAliasUpdate: { ApplicationName: { Ref: 'App' }, DeploymentGroupName: { Ref: 'Group' } },
    },
  },
});

it('waits for a shift of traffic that takes longer than anything else may stand still', async () => {
  app(shifted('1'));
  await deployAssembly(client, directory);
  app(shifted('2'));
  const reasons: unknown[] = [];
  let looks = 0;
  const looking: CloudClient = {
    ...client,
    call(service, operation, input) {
      if (operation === 'DescribeStacks') looks += 1;
      return client.call(service, operation, input);
    },
  };
  const deploying = deployAssembly(looking, directory, {
    onProgress: (progress) => progress.kind === 'resource' && reasons.push(progress.event.ResourceStatusReason),
  });
  await vi.waitFor(() => expect(reasons).toContainEqual(expect.stringMatching(/^CodeDeploy Deployment d-/)));

  for (const step of ['30m', '40m']) {
    const before = looks;
    await cloud.clock.advance(step);
    // It looks, and sees that nothing has happened for longer than a stack may stand still.
    await vi.waitFor(() => expect(looks).toBeGreaterThan(before + 1));
  }
  await cloud.clock.advance('20m');

  expect(await deploying).toMatchObject([{ changed: true }]);
});
