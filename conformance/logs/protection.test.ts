import * as Cf from '@aws-sdk/client-cloudformation';
import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
const client = () => target.client(Logs.CloudWatchLogsClient);
const logGroupName = '/app/orders';
const arn = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`;
const deploy = (Resources: object, isUpdate = false) => {
  const input = { StackName: 'logs', TemplateBody: JSON.stringify({ Resources }) };
  const formation = target.client(Cf.CloudFormationClient);
  return isUpdate ? formation.send(new Cf.UpdateStackCommand(input)) : formation.send(new Cf.CreateStackCommand(input));
};
const resources = async () =>
  (await target.client(Cf.CloudFormationClient).send(new Cf.DescribeStackResourcesCommand({ StackName: 'logs' })))
    .StackResources ?? [];
const described = async () => (await client().send(new Logs.DescribeLogGroupsCommand({}))).logGroups?.[0];
const remove = () => client().send(new Logs.DeleteLogGroupCommand({ logGroupName }));
const refusal = {
  name: 'ValidationException',
  message: 'Cannot delete log group with deletion protection enabled. Disable deletion protection first.',
};

describe('deletion protection', () => {
  it('CreateLogGroup › may protect a group from its deletion', async () => {
    await client().send(new Logs.CreateLogGroupCommand({ logGroupName, deletionProtectionEnabled: true }));

    expect(await described()).toMatchObject({ deletionProtectionEnabled: true });
    await expect(remove()).rejects.toMatchObject(refusal);
  });

  it('PutLogGroupDeletionProtection › takes names and ARNs, and can be taken back', async () => {
    await client().send(new Logs.CreateLogGroupCommand({ logGroupName }));
    const put = (logGroupIdentifier: string, deletionProtectionEnabled: boolean) =>
      client().send(new Logs.PutLogGroupDeletionProtectionCommand({ logGroupIdentifier, deletionProtectionEnabled }));

    await put(logGroupName, true);
    await expect(remove()).rejects.toMatchObject(refusal);
    await put(arn, false);
    await remove();

    expect(await described()).toBeUndefined();
  });

  it('PutBearerTokenAuthentication › is told', async () => {
    await client().send(new Logs.CreateLogGroupCommand({ logGroupName }));
    await client().send(
      new Logs.PutBearerTokenAuthenticationCommand({
        logGroupIdentifier: logGroupName,
        bearerTokenAuthenticationEnabled: true,
      }),
    );

    expect(await described()).toMatchObject({ bearerTokenAuthenticationEnabled: true });
  });

  it('AWS::Logs::LogGroup › protects, and stops to', async () => {
    const group = (DeletionProtectionEnabled: boolean) => ({
      Orders: {
        Type: 'AWS::Logs::LogGroup',
        Properties: { LogGroupName: logGroupName, DeletionProtectionEnabled, BearerTokenAuthenticationEnabled: true },
      },
    });
    await deploy(group(true));
    expect(await described()).toMatchObject({
      deletionProtectionEnabled: true,
      bearerTokenAuthenticationEnabled: true,
    });

    await deploy(group(false), true);

    expect(await described()).toMatchObject({ deletionProtectionEnabled: false });
  });
});

describe('indexes of fields', () => {
  const policyDocument = '{"Fields":["requestId"]}';
  const list = async () =>
    (await client().send(new Logs.DescribeIndexPoliciesCommand({ logGroupIdentifiers: [logGroupName] }))).indexPolicies;

  it('PutIndexPolicy › is told until it is deleted', async () => {
    await client().send(new Logs.CreateLogGroupCommand({ logGroupName }));
    const put = (document: string) =>
      client().send(new Logs.PutIndexPolicyCommand({ logGroupIdentifier: arn, policyDocument: document }));

    const { indexPolicy } = await put(policyDocument);
    const listed = await list();
    await client().send(new Logs.DeleteIndexPolicyCommand({ logGroupIdentifier: logGroupName }));

    expect(indexPolicy).toEqual({
      logGroupIdentifier: arn,
      lastUpdateTime: expect.any(Number),
      policyDocument,
      source: 'LOG_GROUP',
    });
    expect(listed).toEqual([indexPolicy]);
    expect(await list()).toEqual([]);
    await expect(put('{"Fields":[]}')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('AWS::Logs::LogGroup › takes one policy, and drops it', async () => {
    const group = (FieldIndexPolicies?: object[]) => ({
      Orders: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: logGroupName, FieldIndexPolicies } },
    });
    await deploy(group([{ Fields: ['requestId'] }]));
    expect(await list()).toMatchObject([{ policyDocument }]);

    await deploy(group(), true);

    expect(await list()).toEqual([]);
  });
});

describe('destinations', () => {
  const destinationName = 'central';
  const put = () =>
    client().send(
      new Logs.PutDestinationCommand({
        destinationName,
        targetArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
        roleArn: 'arn:aws:iam::000000000000:role/r',
      }),
    );
  const list = async () =>
    (await client().send(new Logs.DescribeDestinationsCommand({ DestinationNamePrefix: 'cen' }))).destinations;

  it('are made, given a policy, listed and deleted', async () => {
    const { destination } = await put();
    expect(destination).toEqual({
      destinationName,
      targetArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
      roleArn: 'arn:aws:iam::000000000000:role/r',
      arn: 'arn:aws:logs:us-east-1:000000000000:destination:central',
      creationTime: expect.any(Number),
    });
    const accessPolicy = '{"Version":"2012-10-17","Statement":[]}';
    await client().send(new Logs.PutDestinationPolicyCommand({ destinationName, accessPolicy }));
    expect(await list()).toEqual([{ ...destination, accessPolicy }]);

    await client().send(new Logs.DeleteDestinationCommand({ destinationName }));

    expect(await list()).toEqual([]);
    await expect(client().send(new Logs.DeleteDestinationCommand({ destinationName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified destination does not exist.',
    });
  });

  it('AWS::Logs::Destination › makes one with its tags', async () => {
    await deploy({
      Central: {
        Type: 'AWS::Logs::Destination',
        Properties: {
          DestinationName: destinationName,
          TargetArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/s',
          RoleArn: 'arn:aws:iam::000000000000:role/r',
          DestinationPolicy: '{"Version":"2012-10-17","Statement":[]}',
          Tags: [{ Key: 'team', Value: 'blue' }],
        },
      },
    });

    const [destination] = (await list()) ?? [];
    const { tags } = await client().send(new Logs.ListTagsForResourceCommand({ resourceArn: destination?.arn }));

    expect(destination?.accessPolicy).toBe('{"Version":"2012-10-17","Statement":[]}');
    expect(tags).toMatchObject({ team: 'blue' });
  });
});

describe('deliveries of stacks', () => {
  const stack = (recordFields: string[]) => ({
    Source: {
      Type: 'AWS::Logs::DeliverySource',
      Properties: {
        Name: 'source',
        ResourceArn: 'arn:aws:cloudfront::000000000000:distribution/E1',
        LogType: 'ACCESS_LOGS',
      },
    },
    Target: {
      Type: 'AWS::Logs::DeliveryDestination',
      Properties: { Name: 'target', DestinationResourceArn: 'arn:aws:s3:::bucket', OutputFormat: 'json' },
    },
    Delivery: {
      Type: 'AWS::Logs::Delivery',
      DependsOn: 'Source',
      Properties: {
        DeliverySourceName: 'source',
        DeliveryDestinationArn: { 'Fn::GetAtt': ['Target', 'Arn'] },
        RecordFields: recordFields,
        S3SuffixPath: '{yyyy}',
      },
    },
  });

  it('AWS::Logs::Delivery › joins a source with a destination, and changes in place', async () => {
    await deploy(stack(['date']));
    await deploy(stack(['date', 'time']), true);

    const { deliveries } = await client().send(new Logs.DescribeDeliveriesCommand({}));

    expect((await resources()).map(({ ResourceStatus }) => ResourceStatus)).not.toContain('CREATE_FAILED');
    expect(deliveries).toMatchObject([
      {
        deliverySourceName: 'source',
        deliveryDestinationType: 'S3',
        recordFields: ['date', 'time'],
        s3DeliveryConfiguration: { suffixPath: '{yyyy}' },
      },
    ]);
    const [delivery] = deliveries ?? [];
    await client().send(new Logs.UpdateDeliveryConfigurationCommand({ id: delivery?.id, recordFields: ['time'] }));
    expect((await client().send(new Logs.GetDeliveryCommand({ id: delivery?.id }))).delivery).toMatchObject({
      recordFields: ['time'],
      s3DeliveryConfiguration: { suffixPath: '{yyyy}' },
    });
  });

  it('AWS::Logs::Delivery › is deleted with its stack before its ends', async () => {
    await deploy(stack(['date']));

    await target.client(Cf.CloudFormationClient).send(new Cf.DeleteStackCommand({ StackName: 'logs' }));

    expect((await client().send(new Logs.DescribeDeliverySourcesCommand({}))).deliverySources).toEqual([]);
    expect((await client().send(new Logs.DescribeDeliveryDestinationsCommand({}))).deliveryDestinations).toEqual([]);
  });
});

describe('events', () => {
  it('PutLogEvents › refuses an empty message, and FilterLogEvents a stream that is not there', async () => {
    await client().send(new Logs.CreateLogGroupCommand({ logGroupName }));
    await client().send(new Logs.CreateLogStreamCommand({ logGroupName, logStreamName: 's' }));
    const timestamp = target.cloud.clock.now();
    const logEvents = [
      { timestamp, message: 'a' },
      { timestamp, message: '' },
    ];

    await expect(
      client().send(new Logs.PutLogEventsCommand({ logGroupName, logStreamName: 's', logEvents })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message:
        "1 validation error detected: Value '' at 'logEvents.2.member.message' failed to satisfy constraint: Member must have length greater than or equal to 1",
    });
    await expect(
      client().send(new Logs.FilterLogEventsCommand({ logGroupName, logStreamNames: ['s', 'none'] })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'The specified log stream does not exist.',
    });
  });
});
