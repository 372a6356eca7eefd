import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: Logs.CloudWatchLogsClient;
beforeEach(() => {
  client = target.client(Logs.CloudWatchLogsClient);
});

const missing = { name: 'ResourceNotFoundException' };

it('CreateDelivery › joins a source with a destination, which cannot be deleted while it is there', async () => {
  const resourceArn = 'arn:aws:cloudfront::000000000000:distribution/E1';
  const destinationResourceArn = 'arn:aws:s3:::bucket';

  const { deliverySource } = await client.send(
    new Logs.PutDeliverySourceCommand({ name: 'source', resourceArn, logType: 'ACCESS_LOGS', tags: { team: 'a' } }),
  );
  const { deliveryDestination } = await client.send(
    new Logs.PutDeliveryDestinationCommand({
      name: 'target',
      outputFormat: 'json',
      deliveryDestinationConfiguration: { destinationResourceArn },
    }),
  );
  const input = { deliverySourceName: 'source', deliveryDestinationArn: deliveryDestination?.arn };
  const { delivery } = await client.send(new Logs.CreateDeliveryCommand(input));
  const id = delivery?.id;

  expect(deliverySource).toEqual({
    name: 'source',
    arn: 'arn:aws:logs:us-east-1:000000000000:delivery-source:source',
    resourceArns: [resourceArn],
    service: 'cloudfront',
    logType: 'ACCESS_LOGS',
    tags: { team: 'a' },
  });
  expect(deliveryDestination).toEqual({
    name: 'target',
    arn: 'arn:aws:logs:us-east-1:000000000000:delivery-destination:target',
    deliveryDestinationType: 'S3',
    outputFormat: 'json',
    deliveryDestinationConfiguration: { destinationResourceArn },
  });
  expect(delivery).toMatchObject({
    ...input,
    deliveryDestinationType: 'S3',
    arn: expect.stringMatching(/:delivery:\w{16}$/),
  });
  expect((await client.send(new Logs.GetDeliveryCommand({ id }))).delivery).toEqual(delivery);
  expect((await client.send(new Logs.GetDeliverySourceCommand({ name: 'source' }))).deliverySource).toEqual(
    deliverySource,
  );
  expect((await client.send(new Logs.GetDeliveryDestinationCommand({ name: 'target' }))).deliveryDestination).toEqual(
    deliveryDestination,
  );
  expect((await client.send(new Logs.DescribeDeliveriesCommand({}))).deliveries).toEqual([delivery]);
  expect((await client.send(new Logs.DescribeDeliverySourcesCommand({}))).deliverySources).toEqual([deliverySource]);
  expect((await client.send(new Logs.DescribeDeliveryDestinationsCommand({}))).deliveryDestinations).toEqual([
    deliveryDestination,
  ]);
  const deleteSource = () => client.send(new Logs.DeleteDeliverySourceCommand({ name: 'source' }));
  const deleteDestination = () => client.send(new Logs.DeleteDeliveryDestinationCommand({ name: 'target' }));
  await expect(client.send(new Logs.CreateDeliveryCommand(input))).rejects.toMatchObject({ name: 'ConflictException' });
  await expect(deleteSource()).rejects.toMatchObject({ name: 'ConflictException' });
  await expect(deleteDestination()).rejects.toMatchObject({ name: 'ConflictException' });

  await client.send(new Logs.DeleteDeliveryCommand({ id }));
  await deleteSource();
  await deleteDestination();

  await expect(client.send(new Logs.DeleteDeliveryCommand({ id }))).rejects.toMatchObject(missing);
  await expect(deleteSource()).rejects.toMatchObject(missing);
  await expect(deleteDestination()).rejects.toMatchObject(missing);
  await expect(client.send(new Logs.CreateDeliveryCommand(input))).rejects.toMatchObject(missing);
});

it('PutDataProtectionPolicy › is told by the group and by GetDataProtectionPolicy until it is deleted', async () => {
  const logGroupIdentifier = 'g';
  const policyDocument = '{"Name":"p","Version":"2021-06-01","Statement":[]}';
  const get = () => client.send(new Logs.GetDataProtectionPolicyCommand({ logGroupIdentifier }));
  const status = async () =>
    (await client.send(new Logs.DescribeLogGroupsCommand({}))).logGroups?.[0]?.dataProtectionStatus;
  await client.send(new Logs.CreateLogGroupCommand({ logGroupName: 'g' }));
  const before = await get();

  await client.send(new Logs.PutDataProtectionPolicyCommand({ logGroupIdentifier, policyDocument }));
  const during = [await get(), await status()];
  await client.send(new Logs.DeleteDataProtectionPolicyCommand({ logGroupIdentifier }));

  expect(before.policyDocument).toBeUndefined();
  expect(during).toEqual([
    expect.objectContaining({ logGroupIdentifier, policyDocument, lastUpdatedTime: expect.any(Number) }),
    'ACTIVATED',
  ]);
  expect((await get()).policyDocument).toBeUndefined();
  expect(await status()).toBe('DELETED');
  await expect(
    client.send(new Logs.PutDataProtectionPolicyCommand({ logGroupIdentifier: 'none', policyDocument })),
  ).rejects.toMatchObject(missing);
});
