import * as Sdk from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { startUserServer, type UserServer } from './user-server.ts';

const target = useCloud();
let client: Sdk.EventBridgeClient;
let server: UserServer;
beforeEach(async () => {
  client = target.client(Sdk.EventBridgeClient);
  server = await startUserServer();
});
afterEach(() => server.close());

const basic = {
  AuthorizationType: 'BASIC' as const,
  AuthParameters: { BasicAuthParameters: { Username: 'ann', Password: 'secret' } },
};
const oauth = (path = '/token') => ({
  AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS' as const,
  AuthParameters: {
    OAuthParameters: {
      AuthorizationEndpoint: `${server.origin}${path}`,
      ClientParameters: { ClientID: 'id', ClientSecret: 'hidden' },
      HttpMethod: 'POST' as const,
      OAuthHttpParameters: { BodyParameters: [{ Key: 'audience', Value: 'orders' }] },
    },
  },
});
const create = (given: object = basic, Name = 'c') =>
  client.send(new Sdk.CreateConnectionCommand({ Name, ...basic, ...given }));
const look = (Name = 'c') => client.send(new Sdk.DescribeConnectionCommand({ Name }));
const secretOf = async () => {
  const { SecretArn = '' } = await look();
  const { SecretString = '' } = await target
    .client(SecretsManagerClient)
    .send(new GetSecretValueCommand({ SecretId: SecretArn }));
  return JSON.parse(SecretString) as unknown;
};

describe('CreateConnection', () => {
  test('of a name and password is authorized, and keeps them in a secret', async () => {
    const { $metadata: _, ...created } = await create({ Description: 'mine' });

    expect(created).toEqual({
      ConnectionArn: expect.stringMatching(/^arn:aws:events:us-east-1:000000000000:connection\/c\/[\da-f-]{36}$/),
      ConnectionState: 'AUTHORIZED',
      CreationTime: expect.any(Date),
      LastModifiedTime: expect.any(Date),
    });
    const { $metadata: __, ...told } = await look();
    expect(told).toEqual({
      ...created,
      Name: 'c',
      Description: 'mine',
      AuthorizationType: 'BASIC',
      LastAuthorizedTime: expect.any(Date),
      SecretArn: expect.stringMatching(/:secret:events!connection\/c\/[\da-f-]{36}-\w{6}$/),
      AuthParameters: { BasicAuthParameters: { Username: 'ann' } },
    });
    expect(await secretOf()).toEqual({ username: 'ann', password: 'secret' });
  });

  test('of an API key tells its parameters, less what is secret', async () => {
    await create({
      AuthorizationType: 'API_KEY',
      AuthParameters: {
        ApiKeyAuthParameters: { ApiKeyName: 'x-key', ApiKeyValue: 'k' },
        InvocationHttpParameters: {
          HeaderParameters: [
            { Key: 'a', Value: '1' },
            { Key: 'b', Value: '2', IsValueSecret: true },
          ],
        },
      },
    });

    expect((await look()).AuthParameters).toEqual({
      ApiKeyAuthParameters: { ApiKeyName: 'x-key' },
      InvocationHttpParameters: {
        HeaderParameters: [
          { Key: 'a', Value: '1', IsValueSecret: false },
          { Key: 'b', IsValueSecret: true },
        ],
      },
    });
  });

  test('of client credentials asks the user’s server for a token', async () => {
    server.answer = (_request, response) =>
      response.end(JSON.stringify({ access_token: 't', token_type: 'bearer', expires_in: 3600 }));

    expect((await create(oauth())).ConnectionState).toBe('AUTHORIZING');

    await expect.poll(async () => (await look()).ConnectionState).toBe('AUTHORIZED');
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({
      method: 'POST',
      url: '/token',
      headers: {
        authorization: `Basic ${Buffer.from('id:hidden').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect(Object.fromEntries(new URLSearchParams(server.seen[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'id',
      client_secret: 'hidden',
      audience: 'orders',
    });
    expect((await look()).AuthParameters).toEqual({
      OAuthParameters: {
        AuthorizationEndpoint: `${server.origin}/token`,
        ClientParameters: { ClientID: 'id' },
        HttpMethod: 'POST',
        OAuthHttpParameters: { BodyParameters: [{ Key: 'audience', Value: 'orders', IsValueSecret: false }] },
      },
    });
  });

  test('is deauthorized, with a reason, where the server gives no token', async () => {
    server.answer = (_request, response) => response.writeHead(400).end();

    await create(oauth());

    await expect.poll(async () => (await look()).ConnectionState).toBe('DEAUTHORIZED');
    expect((await look()).StateReason).toContain('400');
  });

  test('refuses names that are taken, and parameters of another kind of authorization', async () => {
    await create();

    await expect(create()).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
      message: 'Connection c already exists.',
    });
    await expect(create({ AuthorizationType: 'API_KEY' }, 'd')).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(create({ AuthorizationType: 'NONE' }, 'not a name')).rejects.toMatchObject({
      name: 'ValidationException',
      message:
        "2 validation errors detected: Value 'not a name' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+; " +
        "Value 'NONE' at 'authorizationType' failed to satisfy constraint: Member must satisfy enum value set: [BASIC, OAUTH_CLIENT_CREDENTIALS, API_KEY]",
    });
  });
});

test('UpdateConnection keeps what it does not name, and changes the secret', async () => {
  await create({ Description: 'mine' });

  const updated = await client.send(
    new Sdk.UpdateConnectionCommand({
      Name: 'c',
      AuthParameters: { BasicAuthParameters: { Username: 'bob' } },
    }),
  );

  expect(updated).toMatchObject({ ConnectionState: 'AUTHORIZED', LastAuthorizedTime: expect.any(Date) });
  expect(await look()).toMatchObject({
    Description: 'mine',
    AuthParameters: { BasicAuthParameters: { Username: 'bob' } },
  });
  expect(await secretOf()).toEqual({ username: 'bob', password: 'secret' });
});

test('DeauthorizeConnection takes the credentials away', async () => {
  await create();

  expect(await client.send(new Sdk.DeauthorizeConnectionCommand({ Name: 'c' }))).toMatchObject({
    ConnectionState: 'DEAUTHORIZING',
  });

  expect(await look()).toMatchObject({ ConnectionState: 'DEAUTHORIZED', AuthParameters: {} });
  expect(await secretOf()).toEqual({});
});

test('ListConnections tells all by name, prefix and state, in pages', async () => {
  for (const name of ['a1', 'a2', 'b']) await create(basic, name);
  await client.send(new Sdk.DeauthorizeConnectionCommand({ Name: 'a2' }));
  const list = async (input: object) => {
    const { Connections = [], NextToken } = await client.send(new Sdk.ListConnectionsCommand(input));
    return { names: Connections.map(({ Name }) => Name), NextToken };
  };

  const { names, NextToken } = await list({ Limit: 2 });
  expect(names).toEqual(['a1', 'a2']);
  expect((await list({ NextToken })).names).toEqual(['b']);
  expect((await list({ NamePrefix: 'a' })).names).toEqual(['a1', 'a2']);
  expect((await list({ ConnectionState: 'DEAUTHORIZED' })).names).toEqual(['a2']);
});

test('DeleteConnection takes its secret along, and names what is not there', async () => {
  await create();
  const { SecretArn = '' } = await look();

  expect(await client.send(new Sdk.DeleteConnectionCommand({ Name: 'c' }))).toMatchObject({
    ConnectionState: 'DELETING',
  });

  const missing = {
    name: 'ResourceNotFoundException',
    message: "Failed to describe the connection(s). Connection 'c' does not exist.",
  };
  await expect(look()).rejects.toMatchObject(missing);
  await expect(client.send(new Sdk.DeleteConnectionCommand({ Name: 'c' }))).rejects.toMatchObject(missing);
  const secrets = target.client(SecretsManagerClient);
  await expect(secrets.send(new GetSecretValueCommand({ SecretId: SecretArn }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
