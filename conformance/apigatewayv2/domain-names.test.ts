import http from 'node:http';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateApiMappingCommand,
  CreateDomainNameCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteApiMappingCommand,
  DeleteDomainNameCommand,
  DeleteStageCommand,
  GetApiMappingCommand,
  GetApiMappingsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  GetTagsCommand,
  TagResourceCommand,
  UpdateApiCommand,
  UpdateApiMappingCommand,
  UpdateDomainNameCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: ApiGatewayV2Client;
beforeEach(() => {
  client = target.client(ApiGatewayV2Client);
});

const DomainName = 'api.example.com';
const CertificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/a';

const createDomain = (settings: object = {}) =>
  client.send(
    new CreateDomainNameCommand({
      DomainName,
      DomainNameConfigurations: [{ CertificateArn, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' }],
      ...settings,
    }),
  );

/** An API whose `$default` route a backend answers; also with a stage `dev`. */
async function createApi(Target = 'https://backend.example'): Promise<string> {
  const { ApiId = '' } = await client.send(new CreateApiCommand({ Name: 'orders', ProtocolType: 'HTTP', Target }));
  await client.send(new CreateStageCommand({ ApiId, StageName: 'dev', AutoDeploy: true }));
  return ApiId;
}

const map = (settings: object) =>
  client.send(new CreateApiMappingCommand({ DomainName, ApiId: undefined, Stage: '$default', ...settings }));

describe('CreateDomainName', () => {
  test('answers the domain with what API Gateway computes, and GetDomainName the same', async () => {
    const { $metadata, ...domain } = await createDomain({ Tags: { team: 'a' } });

    expect($metadata.httpStatusCode).toBe(201);
    expect(domain).toEqual({
      ApiMappingSelectionExpression: '$request.basepath',
      DomainName,
      DomainNameArn: 'arn:aws:apigateway:us-east-1::/domainnames/api.example.com',
      DomainNameConfigurations: [
        {
          ApiGatewayDomainName: expect.stringMatching(/^d-[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
          CertificateArn,
          DomainNameStatus: 'AVAILABLE',
          EndpointType: 'REGIONAL',
          HostedZoneId: 'Z1UJRXOUMOOFQ8',
          IpAddressType: 'ipv4',
          SecurityPolicy: 'TLS_1_2',
        },
      ],
      RoutingMode: 'API_MAPPING_ONLY',
      Tags: { team: 'a' },
    });
    expect(await client.send(new GetDomainNameCommand({ DomainName }))).toMatchObject(domain);
    expect((await client.send(new GetDomainNamesCommand({}))).Items).toEqual([domain]);
  });

  test('rejects a name that is taken', async () => {
    await createDomain();

    await expect(createDomain()).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'The domain name you provided already exists.',
    });
  });

  test.each([
    [{ DomainNameConfigurations: undefined }, 'Invalid input. Expected one domain name configuration'],
    [{ DomainNameConfigurations: [{ CertificateArn, EndpointType: 'EDGE' }] }, /^Only REGIONAL domain names can be/],
    [
      { DomainNameConfigurations: [{ CertificateArn, SecurityPolicy: 'TLS_1_0' }] },
      /security policy of TLS 1\.2 can be/,
    ],
    [{ DomainNameConfigurations: [{}] }, /^A certificate was not provided/],
    [{ DomainName: 'no name' }, /^Invalid domain name/],
  ])('rejects %j', async (settings, message) => {
    const matching = typeof message === 'string' ? message : expect.stringMatching(message);
    await expect(createDomain(settings)).rejects.toMatchObject({ name: 'BadRequestException', message: matching });
  });

  test.each([{ MutualTlsAuthentication: { TruststoreUri: 's3://bucket/key' } }, { RoutingMode: 'ROUTING_RULE_ONLY' }])(
    'refuses %j by name',
    async (settings) => {
      await expect(createDomain(settings)).rejects.toMatchObject({ name: 'NotImplemented' });
    },
  );
});

test('UpdateDomainName › changes the certificate and keeps the rest', async () => {
  const { DomainNameConfigurations: [before] = [] } = await createDomain();
  const other = `${CertificateArn}b`;

  const updated = await client.send(
    new UpdateDomainNameCommand({ DomainName, DomainNameConfigurations: [{ CertificateArn: other }] }),
  );

  expect(updated.DomainNameConfigurations).toEqual([{ ...before, CertificateArn: other }]);
});

test('DeleteDomainName › removes it once, with its mappings', async () => {
  const ApiId = await createApi();
  await createDomain();
  await map({ ApiId });

  await client.send(new DeleteDomainNameCommand({ DomainName }));

  await expect(client.send(new GetDomainNameCommand({ DomainName }))).rejects.toMatchObject({
    name: 'NotFoundException',
    message: 'Invalid domain name identifier specified',
  });
  await expect(client.send(new DeleteDomainNameCommand({ DomainName }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  await client.send(new DeleteApiCommand({ ApiId }));
});

test('a domain bears tags', async () => {
  const { DomainNameArn: ResourceArn } = await createDomain();

  await client.send(new TagResourceCommand({ ResourceArn, Tags: { team: 'b' } }));

  expect((await client.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ team: 'b' });
});

describe('CreateApiMapping', () => {
  test('answers the mapping, GetApiMapping and GetApiMappings the same', async () => {
    const ApiId = await createApi();
    await createDomain();

    const { $metadata, ...mapping } = await map({ ApiId, ApiMappingKey: 'orders/v1', Stage: 'dev' });

    // Not 201, as the model has it: measured on AWS.
    expect($metadata.httpStatusCode).toBe(200);
    const ApiMappingId = expect.stringMatching(/^[a-z0-9]{6}$/);
    expect(mapping).toEqual({ ApiId, ApiMappingId, ApiMappingKey: 'orders/v1', Stage: 'dev' });
    const id = mapping.ApiMappingId;
    expect(await client.send(new GetApiMappingCommand({ DomainName, ApiMappingId: id }))).toMatchObject(mapping);
    expect((await client.send(new GetApiMappingsCommand({ DomainName }))).Items).toEqual([mapping]);
  });

  test.each([
    [{ Stage: 'missing' }, 'BadRequestException', 'Invalid stage identifier specified'],
    [
      { ApiMappingKey: '/' },
      'BadRequestException',
      "An ApiMapping key may contain only letters, numbers and one of $-_.+!*'(),",
    ],
    [{ ApiMappingKey: 'taken' }, 'ConflictException', 'ApiMapping key already exists for this domain name'],
    [{ DomainName: 'other.example.com' }, 'NotFoundException', 'Invalid domain name identifier specified'],
    [{ ApiId: 'missing' }, 'NotFoundException', expect.stringContaining('Invalid API identifier specified')],
  ])('rejects %j', async (settings, name, message) => {
    const ApiId = await createApi();
    await createDomain();
    await map({ ApiId, ApiMappingKey: 'taken' });

    await expect(map({ ApiId, ...settings })).rejects.toMatchObject({ name, message });
  });

  test('UpdateApiMapping › changes key and stage', async () => {
    const ApiId = await createApi();
    await createDomain();
    const { ApiMappingId } = await map({ ApiId });

    const changes = { ApiMappingKey: 'a/b', Stage: 'dev' };
    const updated = await client.send(new UpdateApiMappingCommand({ DomainName, ApiMappingId, ApiId, ...changes }));

    expect(updated).toMatchObject({ ApiMappingId, ApiId, ...changes });
  });

  test('an API and a stage that are mapped stay', async () => {
    const ApiId = await createApi();
    await createDomain();
    const { ApiMappingId } = await map({ ApiId, Stage: 'dev' });

    await expect(client.send(new DeleteApiCommand({ ApiId }))).rejects.toMatchObject({
      name: 'BadRequestException',
      message: `Deleting API ${ApiId} failed. Please remove all API mappings for the API from your custom domain names.`,
    });
    await expect(client.send(new DeleteStageCommand({ ApiId, StageName: 'dev' }))).rejects.toMatchObject({
      name: 'BadRequestException',
    });

    await client.send(new DeleteApiMappingCommand({ DomainName, ApiMappingId }));
    await client.send(new DeleteApiCommand({ ApiId }));
  });
});

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

/** `fetch` sets `Host` by itself. */
function get(path: string, host: string): Promise<Answer> {
  const { hostname, port } = new URL(target.cloud.endpoint);
  return new Promise((resolve, reject) => {
    const request = http.get({ hostname, port, path, headers: { host } }, async (response) => {
      const chunks = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() });
    });
    request.on('error', reject);
  });
}

describe('a request at a custom domain', () => {
  /** A backend that answers the path it was asked for. */
  async function withBackend(run: (url: string) => Promise<void>): Promise<void> {
    const server = http.createServer((request, response) => response.end(request.url));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    try {
      await run(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }

  test('goes where the longest mapping key says, with or without a port', async () => {
    await withBackend(async (url) => {
      const all = await createApi(`${url}/all`);
      const items = await createApi(`${url}/items`);
      await createDomain();
      await map({ ApiId: all });
      await map({ ApiId: items, ApiMappingKey: 'orders/v1/items', Stage: 'dev' });

      expect(await get('/orders', DomainName)).toEqual({ status: 200, body: '/all' });
      expect(await get('/orders/v1/items/7?a=1', `${DomainName}:4566`)).toEqual({ status: 200, body: '/items?a=1' });
    });
  });

  test('is answered where the default endpoint is switched off', async () => {
    await withBackend(async (url) => {
      const ApiId = await createApi(url);
      await client.send(new UpdateApiCommand({ ApiId, DisableExecuteApiEndpoint: true }));
      await createDomain();
      await map({ ApiId });

      expect(await get('/', DomainName)).toMatchObject({ status: 200 });
      expect(await get('/', `${ApiId}.execute-api.localhost`)).toEqual({
        status: 404,
        body: '{"message":"Not Found"}',
      });
    });
  });

  test('is forbidden where no mapping takes its path', async () => {
    const ApiId = await createApi();
    await createDomain();
    await map({ ApiId, ApiMappingKey: 'orders' });

    expect(await get('/other', DomainName)).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
    // Neither are the paths of ours that answer at hosts of ours.
    expect(await get('/_squall/health', DomainName)).toEqual({ status: 403, body: '{"message":"Forbidden"}' });
  });

  test('is one of a stranger when the domain is gone', async () => {
    await createDomain();
    await client.send(new DeleteDomainNameCommand({ DomainName }));

    const { status, body } = await get('/', DomainName);

    expect(status).toBe(403);
    expect(body).not.toBe('{"message":"Forbidden"}');
  });
});

test('a stack makes a domain and a mapping, and takes them away', async () => {
  const stacks = target.client(CloudFormationClient);
  const StackName = 'domain';
  const waiting = { client: stacks, maxWaitTime: 20, minDelay: 1, maxDelay: 1 };
  const type = (name: string) => `AWS::ApiGatewayV2::${name}`;
  const Target = 'https://backend.example';
  const TemplateBody = JSON.stringify({
    Resources: {
      Api: { Type: type('Api'), Properties: { Name: 'a', ProtocolType: 'HTTP', Target } },
      Domain: {
        Type: type('DomainName'),
        Properties: {
          DomainName,
          DomainNameConfigurations: [{ CertificateArn, EndpointType: 'REGIONAL' }],
          Tags: { team: 'a' },
        },
      },
      Mapping: {
        Type: type('ApiMapping'),
        Properties: { ApiId: { Ref: 'Api' }, DomainName: { Ref: 'Domain' }, Stage: '$default', ApiMappingKey: 'v1' },
      },
    },
    Outputs: {
      Name: { Value: { 'Fn::GetAtt': ['Domain', 'RegionalDomainName'] } },
      Zone: { Value: { 'Fn::GetAtt': ['Domain', 'RegionalHostedZoneId'] } },
    },
  });
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody }));
  await waitUntilStackCreateComplete(waiting, { StackName });

  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName }));
  expect(Stacks?.[0]?.Outputs?.map(({ OutputValue }) => OutputValue)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^d-/), 'Z1UJRXOUMOOFQ8']),
  );
  expect((await client.send(new GetApiMappingsCommand({ DomainName }))).Items).toMatchObject([
    { ApiMappingKey: 'v1', Stage: '$default' },
  ]);

  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiting, { StackName });
  expect((await client.send(new GetDomainNamesCommand({}))).Items).toEqual([]);
});
