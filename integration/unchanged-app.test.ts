import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CloudFormationClient, DeleteStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeCommand, LambdaClient, ListTagsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf } from '../src/harness/cloud-client.ts';
import { deployAssembly } from '../src/harness/deploy.ts';
import { synthesize } from '../src/harness/synthesize.ts';
import { type Cloud, startCloud } from '../src/index.ts';

const directory = resolve('integration/fixtures/unchanged-app');
/** Synthesis takes seconds on a busy machine, and so do cold starts of eight functions. */
const deployTimeoutMs = 60_000;

const hasBoto3 = (() => {
  try {
    execFileSync('python3', ['-c', 'import boto3'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let cloud: Cloud;
let folder: string;
let outputs: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'squall-unchanged-'));
  // No registry is asked: the SDK is this project's own.
  cloud = await startCloud({ log: 'error', runtimeSdk: 'off' });
});

afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

async function deploy(version: string): Promise<readonly string[]> {
  const assembly = await synthesize(`node app.ts ${version}`, { directory, outputDirectory: join(folder, 'cdk.out') });
  const stacks = await deployAssembly(clientOf(cloud), assembly);
  outputs = Object.assign({}, ...stacks.map((stack) => stack.outputs)) as Record<string, string>;
  return stacks.filter(({ changed }) => changed).map(({ name }) => name);
}

async function invoke(FunctionName = ''): Promise<unknown> {
  const { Payload } = await new LambdaClient(cloud.clientConfig()).send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

/** One deployment after the other: each test stands on what the ones before it did. */
describe('An unchanged app, with what the CDK brings along', () => {
  it('is deployed, its custom resources included', { timeout: deployTimeoutMs }, async () => {
    const changed = await deploy('one');

    expect(changed).toEqual(['Data', 'Work']);
    expect(outputs.Told).toBe('Create one');
  });

  it('sets the retention of a log group that no function has written to yet', async () => {
    const logs = new CloudWatchLogsClient(cloud.clientConfig());
    const { logGroups } = await logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: `/aws/lambda/${outputs.NodeName}` }),
    );

    expect(logGroups).toMatchObject([{ retentionInDays: 7 }]);
  });

  it('runs code that leaves the SDK to the runtime, over references between stacks', async () => {
    expect(await invoke(outputs.NodeName)).toEqual({ version: 'one', made: 'one' });
  });

  it.skipIf(!hasBoto3)('runs Python with boto3', async () => {
    expect(await invoke(outputs.PythonName)).toEqual({ made: 'one' });
  });

  it('hands the app’s tags and the stack’s description on', async () => {
    const lambda = new LambdaClient(cloud.clientConfig());
    const Resource = `arn:aws:lambda:us-east-1:000000000000:function:${outputs.NodeName}`;
    const { Tags } = await lambda.send(new ListTagsCommand({ Resource }));
    const { Stacks } = await new CloudFormationClient(cloud.clientConfig()).send(
      new DescribeStacksCommand({ StackName: 'Data' }),
    );

    expect(Tags).toMatchObject({ project: 'unchanged' });
    expect(Stacks).toMatchObject([
      { Description: 'holds things, version one', Tags: [{ Key: 'project', Value: 'unchanged' }] },
    ]);
  });

  it('is updated, and its custom resource with it', { timeout: deployTimeoutMs }, async () => {
    const changed = await deploy('two');

    expect(changed).toEqual(['Data', 'Work']);
    expect(outputs.Told).toBe('Update two');
    expect(await invoke(outputs.NodeName)).toEqual({ version: 'two', made: 'two' });
  });

  it('is deleted without a trace, the bucket with the versions of its objects', {
    timeout: deployTimeoutMs,
  }, async () => {
    const s3 = new S3Client(cloud.clientConfig());
    const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
    const things = Buckets.find(({ Name }) => Name?.startsWith('data-things'))?.Name;
    const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket: things }));
    const cloudformation = new CloudFormationClient(cloud.clientConfig());

    for (const StackName of ['Work', 'Data']) await cloudformation.send(new DeleteStackCommand({ StackName }));

    expect(Versions).toHaveLength(2);
    const { Stacks } = await cloudformation.send(new DescribeStacksCommand({}));
    expect(Stacks?.map(({ StackName }) => StackName)).toEqual(['CDKToolkit']);
    const { Buckets: left } = await s3.send(new ListBucketsCommand({}));
    expect(left?.map(({ Name }) => Name)).toEqual(['cdk-hnb659fds-assets-000000000000-us-east-1']);
    const { Parameters } = await new SSMClient(cloud.clientConfig()).send(new DescribeParametersCommand({}));
    expect(Parameters?.map(({ Name }) => Name)).toEqual(['/cdk-bootstrap/hnb659fds/version']);
  });
});
