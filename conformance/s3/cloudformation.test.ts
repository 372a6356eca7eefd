import * as Cf from '@aws-sdk/client-cloudformation';
import * as S3 from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();
const client = () => target.client(S3.S3Client);
const formation = () => target.client(Cf.CloudFormationClient);
const StackName = 'storage';

const template = (bucket: object, more: object = {}) =>
  JSON.stringify({
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: bucket }, ...more },
    Outputs: {
      Name: { Value: { Ref: 'Bucket' } },
      Arn: { Value: { 'Fn::GetAtt': ['Bucket', 'Arn'] } },
      Domain: { Value: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] } },
    },
  });

async function deploy(body: string): Promise<Record<string, string>> {
  await formation().send(new Cf.CreateStackCommand({ StackName, TemplateBody: body }));
  return outputs('CREATE_COMPLETE');
}

async function update(body: string): Promise<Record<string, string>> {
  await formation().send(new Cf.UpdateStackCommand({ StackName, TemplateBody: body }));
  return outputs('UPDATE_COMPLETE');
}

async function stack(): Promise<Cf.Stack | undefined> {
  return (await formation().send(new Cf.DescribeStacksCommand({ StackName }))).Stacks?.[0];
}

async function outputs(status: string): Promise<Record<string, string>> {
  expect((await stack())?.StackStatus).toBe(status);
  return stackOutputs(formation(), StackName);
}

async function reasons(): Promise<string> {
  const { StackEvents = [] } = await formation().send(new Cf.DescribeStackEventsCommand({ StackName }));
  return StackEvents.map((event) => event.ResourceStatusReason ?? '').join('\n');
}

describe('AWS::S3::Bucket', () => {
  test('makes a bucket whose objects are locked', async () => {
    const DefaultRetention = { Mode: 'GOVERNANCE', Days: '3' };
    const { Name: Bucket } = await deploy(
      template({
        ObjectLockEnabled: 'true',
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } },
      }),
    );

    const { ObjectLockConfiguration } = await client().send(new S3.GetObjectLockConfigurationCommand({ Bucket }));

    expect(ObjectLockConfiguration?.Rule).toEqual({ DefaultRetention: { Mode: 'GOVERNANCE', Days: 3 } });
  });

  test('makes, changes and drops a website', async () => {
    const RoutingRules = [
      {
        RedirectRule: { HostName: 'a.example', HttpRedirectCode: 302 },
        RoutingRuleCondition: { HttpErrorCodeReturnedEquals: 404, KeyPrefixEquals: 'docs/' },
      },
    ];
    const website = { ErrorDocument: 'error.html', IndexDocument: 'index.html', RoutingRules };
    const { Name: Bucket } = await deploy(template({ BucketName: 'site', WebsiteConfiguration: website }));
    const { $metadata: _, ...made } = await client().send(new S3.GetBucketWebsiteCommand({ Bucket }));
    const RedirectAllRequestsTo = { HostName: 'b.example', Protocol: 'https' };
    await update(template({ BucketName: 'site', WebsiteConfiguration: { RedirectAllRequestsTo } }));
    const { $metadata: _again, ...changed } = await client().send(new S3.GetBucketWebsiteCommand({ Bucket }));
    await update(template({ BucketName: 'site' }));

    expect(made).toEqual({
      ErrorDocument: { Key: 'error.html' },
      IndexDocument: { Suffix: 'index.html' },
      RoutingRules: [
        {
          Redirect: { HostName: 'a.example', HttpRedirectCode: '302' },
          Condition: { HttpErrorCodeReturnedEquals: '404', KeyPrefixEquals: 'docs/' },
        },
      ],
    });
    expect(changed).toEqual({ RedirectAllRequestsTo });
    await expect(client().send(new S3.GetBucketWebsiteCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchWebsiteConfiguration',
    });
  });

  test('makes, changes and drops configurations that are stored only', async () => {
    const configured = (Ids: readonly string[], Format: string) => ({
      BucketName: 'orders',
      AbacStatus: 'Enabled',
      AccelerateConfiguration: { AccelerationStatus: 'Enabled' },
      MetricsConfigurations: Ids.map((Id) => ({ Id, Prefix: 'a/', TagFilters: [{ Key: 'k', Value: 'v' }] })),
      AnalyticsConfigurations: [{ Id: 'a', StorageClassAnalysis: {} }],
      IntelligentTieringConfigurations: [
        { Id: 't', Status: 'Enabled', Tierings: [{ AccessTier: 'ARCHIVE_ACCESS', Days: '90' }] },
      ],
      InventoryConfigurations: [
        {
          Id: 'i',
          Enabled: 'true',
          IncludedObjectVersions: 'Current',
          ScheduleFrequency: 'Weekly',
          Destination: { BucketArn: 'arn:aws:s3:::reports', Format },
        },
      ],
    });
    const { Name: Bucket } = await deploy(template(configured(['one', 'two'], 'CSV')));
    const metrics = async () =>
      (await client().send(new S3.ListBucketMetricsConfigurationsCommand({ Bucket }))).MetricsConfigurationList;

    const before = await metrics();
    await update(template(configured(['two'], 'ORC')));
    const after = await metrics();
    const inventory = await client().send(new S3.GetBucketInventoryConfigurationCommand({ Bucket, Id: 'i' }));

    const Filter = { And: { Prefix: 'a/', Tags: [{ Key: 'k', Value: 'v' }] } };
    expect(before).toEqual([
      { Id: 'one', Filter },
      { Id: 'two', Filter },
    ]);
    expect(after).toEqual([{ Id: 'two', Filter }]);
    expect(inventory.InventoryConfiguration).toMatchObject({
      IsEnabled: true,
      Schedule: { Frequency: 'Weekly' },
      Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::reports', Format: 'ORC' } },
    });
  });

  test('makes a bucket with a name and attributes', async () => {
    const made = await deploy(template({}));

    const { Name = '' } = made;
    expect(Name).toMatch(/^storage-bucket-[a-z0-9]{12}$/);
    expect(made.Arn).toBe(`arn:aws:s3:::${Name}`);
    expect(made.Domain).toBe(`${Name}.s3.us-east-1.amazonaws.com`);
    await client().send(new S3.HeadBucketCommand({ Bucket: Name }));
  });

  test('makes all settings', async () => {
    await client().send(new S3.CreateBucketCommand({ Bucket: 'logs' }));
    const { Name: Bucket } = await deploy(
      template({
        BucketName: 'orders',
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: 'false' },
        AccessControl: 'PublicRead',
        VersioningConfiguration: { Status: 'Enabled' },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
        },
        LifecycleConfiguration: {
          Rules: [{ Id: 'old', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: '30' } }],
        },
        CorsConfiguration: { CorsRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'], MaxAge: 5 }] },
        LoggingConfiguration: { DestinationBucketName: 'logs' },
        Tags: [{ Key: 'team', Value: 'blue' }],
      }),
    );

    expect(await client().send(new S3.GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: 'Enabled' });
    expect((await client().send(new S3.GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toMatchObject([
      { ID: 'old', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
    ]);
    expect((await client().send(new S3.GetBucketCorsCommand({ Bucket }))).CORSRules).toMatchObject([
      { AllowedMethods: ['GET'], MaxAgeSeconds: 5 },
    ]);
    expect((await client().send(new S3.GetBucketLoggingCommand({ Bucket }))).LoggingEnabled?.TargetBucket).toBe('logs');
    expect((await client().send(new S3.GetBucketAclCommand({ Bucket }))).Grants).toHaveLength(2);
    const { TagSet } = await client().send(new S3.GetBucketTaggingCommand({ Bucket }));
    expect(TagSet).toContainEqual({ Key: 'team', Value: 'blue' });
    expect(TagSet).toContainEqual({ Key: 'aws:cloudformation:logical-id', Value: 'Bucket' });
    const { ServerSideEncryptionConfiguration: encryption } = await client().send(
      new S3.GetBucketEncryptionCommand({ Bucket }),
    );
    expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('aws:kms');
  });

  test('changes settings in place', async () => {
    const Bucket = 'orders';
    const lifecycle = { Rules: [{ Id: 'old', Status: 'Enabled', ExpirationInDays: 3 }] };
    await deploy(template({ BucketName: Bucket, LifecycleConfiguration: lifecycle }));
    await client().send(new S3.PutObjectCommand({ Bucket, Key: 'kept', Body: 'x' }));

    await update(template({ BucketName: Bucket, VersioningConfiguration: { Status: 'Enabled' } }));

    await client().send(new S3.HeadObjectCommand({ Bucket, Key: 'kept' }));
    expect(await client().send(new S3.GetBucketVersioningCommand({ Bucket }))).toMatchObject({ Status: 'Enabled' });
    await expect(client().send(new S3.GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchLifecycleConfiguration',
    });
  });

  test('tells EventBridge of its objects where the template says so', async () => {
    const NotificationConfiguration = { EventBridgeConfiguration: { EventBridgeEnabled: true } };
    await formation().send(
      new Cf.CreateStackCommand({ StackName, TemplateBody: template({ NotificationConfiguration }) }),
    );

    expect((await stack())?.StackStatus).toBe('CREATE_COMPLETE');
  });

  test('refuses a bucket that is already there', async () => {
    await client().send(new S3.CreateBucketCommand({ Bucket: 'orders' }));

    await formation().send(new Cf.CreateStackCommand({ StackName, TemplateBody: template({ BucketName: 'orders' }) }));

    expect(await reasons()).toContain('orders already exists');
    await client().send(new S3.HeadBucketCommand({ Bucket: 'orders' }));
  });

  test('is deleted with its stack if it is empty', async () => {
    await deploy(template({ BucketName: 'orders' }));

    await formation().send(new Cf.DeleteStackCommand({ StackName }));

    await expect(client().send(new S3.HeadBucketCommand({ Bucket: 'orders' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  test('keeps its stack from being deleted if it is not', async () => {
    await deploy(template({ BucketName: 'orders' }));
    await client().send(new S3.PutObjectCommand({ Bucket: 'orders', Key: 'a', Body: 'x' }));

    await formation().send(new Cf.DeleteStackCommand({ StackName }));

    expect((await stack())?.StackStatus).toBe('DELETE_FAILED');
    expect(await reasons()).toContain('The bucket you tried to delete is not empty');
  });
});

test('AWS::S3::BucketPolicy puts, changes and deletes the policy', async () => {
  const policy = (sid: string) => ({
    Policy: {
      Type: 'AWS::S3::BucketPolicy',
      Properties: {
        Bucket: { Ref: 'Bucket' },
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Sid: sid, Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: { 'Fn::GetAtt': ['Bucket', 'Arn'] } },
          ],
        },
      },
    },
  });
  const bucket = { BucketName: 'orders' };
  const sid = async () => {
    const { Policy = '{}' } = await client().send(new S3.GetBucketPolicyCommand({ Bucket: 'orders' }));
    return JSON.parse(Policy).Statement[0].Sid;
  };

  await deploy(template(bucket, policy('one')));
  const before = await sid();
  await update(template(bucket, policy('two')));
  const after = await sid();
  await update(template(bucket));

  expect([before, after]).toEqual(['one', 'two']);
  await expect(sid()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
});
