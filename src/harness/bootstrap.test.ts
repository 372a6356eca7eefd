import { describe, expect, it } from 'vitest';
import { startCloud } from '../cloud/cloud.ts';
import { ensureBootstrap } from './bootstrap.ts';
import { type CloudClient, clientOf } from './cloud-client.ts';

const bucket = 'cdk-hnb659fds-assets-000000000000-us-east-1';
const template = '{"Parameters":{"BootstrapVersion":{"Default": "/cdk-bootstrap/hnb659fds/version"}}}';
const needs = { buckets: [bucket], template };

const resourcesOf = async (client: CloudClient) => {
  const { StackResources } = await client.call<{ StackResources: { LogicalResourceId: string }[] }>(
    'cloudformation',
    'DescribeStackResources',
    { StackName: 'CDKToolkit' },
  );
  return StackResources.map(({ LogicalResourceId }) => LogicalResourceId).sort();
};

describe('what a deploy without the CLI needs of cdk bootstrap', () => {
  it('is made as the stack CDKToolkit, under the logical ids that cdk bootstrap updates later', async () => {
    await using cloud = await startCloud();
    const client = clientOf(cloud);

    await ensureBootstrap(client, needs);
    await ensureBootstrap(client, needs);

    expect(await resourcesOf(client)).toEqual(['CdkBootstrapVersion', 'StagingBucket']);
    await client.call('s3', 'HeadBucket', { Bucket: bucket });
    await client.call('ssm', 'GetParameter', { Name: '/cdk-bootstrap/hnb659fds/version' });
  });

  it('has its bucket from the first stack on, even if that one has no assets', async () => {
    await using cloud = await startCloud();
    const client = clientOf(cloud);

    await ensureBootstrap(client, { buckets: [], template });

    await client.call('s3', 'HeadBucket', { Bucket: bucket });
  });

  it('stands beside the toolkit of another qualifier', async () => {
    await using cloud = await startCloud();
    const client = clientOf(cloud);
    await ensureBootstrap(client, needs);

    await ensureBootstrap(client, {
      buckets: ['cdk-mine-assets-000000000000-us-east-1'],
      template: template.replace('hnb659fds', 'mine'),
    });

    expect(await resourcesOf(client)).toEqual(['CdkBootstrapVersion', 'StagingBucket']);
    await client.call('s3', 'HeadBucket', { Bucket: 'cdk-mine-assets-000000000000-us-east-1' });
    await client.call('ssm', 'GetParameter', { Name: '/cdk-bootstrap/mine/version' });
  });

  it('is nothing for a stack without assets and without a synthesizer’s parameter', async () => {
    await using cloud = await startCloud();
    const client = clientOf(cloud);

    await ensureBootstrap(client, { buckets: [], template: '{}' });

    await expect(resourcesOf(client)).rejects.toThrow('does not exist');
  });
});
