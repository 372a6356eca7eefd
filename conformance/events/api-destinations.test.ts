import * as Sdk from '@aws-sdk/client-eventbridge';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: Sdk.EventBridgeClient;
let ConnectionArn: string;
beforeEach(async () => {
  client = target.client(Sdk.EventBridgeClient);
  const made = await client.send(
    new Sdk.CreateConnectionCommand({
      Name: 'c',
      AuthorizationType: 'API_KEY',
      AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: 'k', ApiKeyValue: 'v' } },
    }),
  );
  ConnectionArn = made.ConnectionArn ?? '';
});
const create = (given: object = {}) =>
  client.send(
    new Sdk.CreateApiDestinationCommand({
      Name: 'd',
      ConnectionArn,
      InvocationEndpoint: 'https://example.com/*/orders',
      HttpMethod: 'POST',
      ...given,
    }),
  );
const look = () => client.send(new Sdk.DescribeApiDestinationCommand({ Name: 'd' }));

test('CreateApiDestination makes one, which DescribeApiDestination tells whole', async () => {
  const { $metadata: _, ...created } = await create({ Description: 'orders' });

  expect(created).toEqual({
    ApiDestinationArn: expect.stringMatching(
      /^arn:aws:events:us-east-1:000000000000:api-destination\/d\/[\da-f-]{36}$/,
    ),
    ApiDestinationState: 'ACTIVE',
    CreationTime: expect.any(Date),
    LastModifiedTime: expect.any(Date),
  });
  const { $metadata: __, ...told } = await look();
  expect(told).toEqual({
    ...created,
    Name: 'd',
    Description: 'orders',
    ConnectionArn,
    InvocationEndpoint: 'https://example.com/*/orders',
    HttpMethod: 'POST',
    InvocationRateLimitPerSecond: 300,
  });
});

test('CreateApiDestination refuses names that are taken and connections that are not there', async () => {
  await create();
  const none = ConnectionArn.replace('connection/c/', 'connection/none/');

  await expect(create()).rejects.toMatchObject({ name: 'ResourceAlreadyExistsException' });
  await expect(create({ Name: 'e', ConnectionArn: none })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `Connection '${none}' does not exist.`,
  });
  await expect(create({ Name: 'e', InvocationEndpoint: 'ftp://example.com' })).rejects.toMatchObject({
    name: 'ValidationException',
  });
  await expect(create({ Name: 'e', HttpMethod: 'TRACE' })).rejects.toMatchObject({ name: 'ValidationException' });
});

test('UpdateApiDestination changes what it names', async () => {
  await create();

  await client.send(
    new Sdk.UpdateApiDestinationCommand({ Name: 'd', HttpMethod: 'PUT', InvocationRateLimitPerSecond: 1 }),
  );

  expect(await look()).toMatchObject({
    HttpMethod: 'PUT',
    InvocationRateLimitPerSecond: 1,
    InvocationEndpoint: 'https://example.com/*/orders',
  });
});

test('a destination whose connection is not authorized is inactive', async () => {
  await create();
  await client.send(new Sdk.DeauthorizeConnectionCommand({ Name: 'c' }));

  expect(await look()).toMatchObject({ ApiDestinationState: 'INACTIVE' });
});

test('ListApiDestinations tells all, by prefix and connection, in pages', async () => {
  for (const Name of ['a1', 'a2', 'b']) await create({ Name });
  const list = async (input: object) => {
    const { ApiDestinations = [], NextToken } = await client.send(new Sdk.ListApiDestinationsCommand(input));
    return { names: ApiDestinations.map(({ Name }) => Name), NextToken };
  };

  const { names, NextToken } = await list({ Limit: 2 });
  expect(names).toEqual(['a1', 'a2']);
  expect((await list({ NextToken })).names).toEqual(['b']);
  expect((await list({ NamePrefix: 'b' })).names).toEqual(['b']);
  expect((await list({ ConnectionArn })).names).toHaveLength(3);
});

test('DeleteApiDestination deletes, and names what is not there', async () => {
  await create();

  await client.send(new Sdk.DeleteApiDestinationCommand({ Name: 'd' }));

  const missing = {
    name: 'ResourceNotFoundException',
    message: "Failed to describe the api-destination(s). An api-destination 'd' does not exist.",
  };
  await expect(look()).rejects.toMatchObject(missing);
  await expect(client.send(new Sdk.DeleteApiDestinationCommand({ Name: 'd' }))).rejects.toMatchObject(missing);
});
