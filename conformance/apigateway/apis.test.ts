import {
  APIGatewayClient,
  CreateResourceCommand,
  CreateRestApiCommand,
  DeleteRestApiCommand,
  GetAccountCommand,
  GetModelsCommand,
  GetResourceCommand,
  GetResourcesCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  GetSdkTypeCommand,
  GetSdkTypesCommand,
  GetTagsCommand,
  type PatchOperation,
  PutIntegrationCommand,
  PutMethodCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountCommand,
  UpdateRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let apis: APIGatewayClient;
beforeEach(() => {
  apis = target.client(APIGatewayClient);
});

const patch = (restApiId: string, ...patchOperations: PatchOperation[]) =>
  apis.send(new UpdateRestApiCommand({ restApiId, patchOperations }));

async function create(settings: object = {}): Promise<string> {
  const { id = '' } = await apis.send(new CreateRestApiCommand({ name: 'pets', ...settings }));
  return id;
}

describe('REST APIs', () => {
  test('are made with defaults, a root and two models', async () => {
    const { $metadata, ...made } = await apis.send(new CreateRestApiCommand({ name: 'pets' }));

    expect($metadata.httpStatusCode).toBe(201);
    expect(made).toEqual({
      id: expect.stringMatching(/^[a-z0-9]{10}$/),
      name: 'pets',
      createdDate: expect.any(Date),
      apiKeySource: 'HEADER',
      endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
      disableExecuteApiEndpoint: false,
      rootResourceId: expect.stringMatching(/^[a-z0-9]{10}$/),
    });
    const { items } = await apis.send(new GetModelsCommand({ restApiId: made.id }));
    expect(items).toEqual([
      expect.objectContaining({ name: 'Empty', description: 'This is a default empty schema model' }),
      expect.objectContaining({ name: 'Error', contentType: 'application/json' }),
    ]);
    expect((await apis.send(new GetRestApisCommand({}))).items).toEqual([made]);
    const gone = await apis.send(new DeleteRestApiCommand({ restApiId: made.id }));
    expect(gone.$metadata.httpStatusCode).toBe(202);
    await expect(apis.send(new GetRestApiCommand({ restApiId: made.id }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: `Invalid API identifier specified 000000000000:${made.id}`,
    });
  });

  test('tell their policy escaped, in one line and with whole ARNs', async () => {
    const policy = JSON.stringify(
      {
        Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/dev/*' }],
      },
      undefined,
      2,
    );
    const id = await create({ policy });

    const { policy: told = '' } = await apis.send(new GetRestApiCommand({ restApiId: id }));

    expect(told).toMatch(/^\{\\"Statement\\":\[\{/);
    expect(told).toContain(String.raw`\/dev\/*`);
    expect(JSON.parse(JSON.parse(`"${told}"`))).toMatchObject({
      Statement: [{ Resource: `arn:aws:execute-api:us-east-1:000000000000:${id}/dev/*` }],
    });
    expect(await patch(id, { op: 'replace', path: '/policy', value: '' })).not.toHaveProperty('policy');
  });

  test('change by patches, all or none', async () => {
    const id = await create({ description: 'old', binaryMediaTypes: ['image/png'] });

    const changed = await patch(
      id,
      { op: 'replace', path: '/name', value: 'cats' },
      { op: 'replace', path: '/description', value: '' },
      { op: 'add', path: '/binaryMediaTypes/image~1jpeg' },
      { op: 'remove', path: '/binaryMediaTypes/image~1png' },
      { op: 'replace', path: '/minimumCompressionSize', value: '0' },
      { op: 'replace', path: '/endpointConfiguration/types/EDGE', value: 'REGIONAL' },
      { op: 'replace', path: '/disableExecuteApiEndpoint', value: 'true' },
    );

    expect(changed).toMatchObject({
      name: 'cats',
      binaryMediaTypes: ['image/jpeg'],
      minimumCompressionSize: 0,
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'ipv4' },
      disableExecuteApiEndpoint: true,
    });
    expect(changed).not.toHaveProperty('description');
    expect(await patch(id, { op: 'replace', path: '/minimumCompressionSize', value: '' })).not.toHaveProperty(
      'minimumCompressionSize',
    );
    await expect(
      patch(id, { op: 'replace', path: '/name', value: 'dogs' }, { op: 'replace', path: '/nope', value: 'x' }),
    ).rejects.toMatchObject({ name: 'BadRequestException', message: expect.stringContaining("path  '/nope'") });
    expect(await apis.send(new GetRestApiCommand({ restApiId: id }))).toMatchObject({ name: 'cats' });
  });

  test.each([
    [{ op: 'replace', path: '/minimumCompressionSize', value: '-1' }, 'must be between 0 and 10485760'],
    [
      { op: 'add', path: '/apiKeySource', value: 'HEADER' },
      "Invalid patch path  '/apiKeySource' specified for op 'add'",
    ],
    [{ op: 'move', path: '/name', value: 'x' }, 'Please choose supported operations'],
    [{ op: 'replace', path: '/policy', value: '{' }, 'Invalid policy document'],
    [{ op: 'replace', path: '/policy', value: '{"a":['.repeat(7000) + ']}'.repeat(7000) }, 'Invalid policy document'],
  ] as const)('refuse %o', async (operation, message) => {
    const id = await create();

    await expect(patch(id, operation)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: expect.stringContaining(message),
    });
  });

  test('are cloned with all that is below them', async () => {
    const source = await create();
    const { items = [] } = await apis.send(new GetResourcesCommand({ restApiId: source }));
    const parentId = items[0]?.id;
    const { id: resourceId } = await apis.send(
      new CreateResourceCommand({ restApiId: source, parentId, pathPart: 'a' }),
    );
    const method = { restApiId: source, resourceId, httpMethod: 'GET' };
    await apis.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
    await apis.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));

    const { id: restApiId } = await apis.send(new CreateRestApiCommand({ name: 'clone', cloneFrom: source }));

    const clones = (await apis.send(new GetResourcesCommand({ restApiId, embed: ['methods'] }))).items ?? [];
    const clone = clones.find(({ path }) => path === '/a');
    expect(clone?.id).not.toBe(resourceId);
    expect(clone?.resourceMethods?.GET?.methodIntegration).toMatchObject({ type: 'MOCK', cacheNamespace: clone?.id });
    expect(await apis.send(new GetResourceCommand({ restApiId, resourceId: clone?.id }))).toMatchObject({
      pathPart: 'a',
    });
  });
});

test('tags go on and off APIs by their ARN', async () => {
  const id = await create({ tags: { team: 'a' } });
  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${id}`;

  const tagged = await apis.send(new TagResourceCommand({ resourceArn, tags: { stage: 'b' } }));
  expect(tagged.$metadata.httpStatusCode).toBe(204);
  expect((await apis.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ team: 'a', stage: 'b' });
  await apis.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team'] }));

  expect(await apis.send(new GetRestApiCommand({ restApiId: id }))).toMatchObject({ tags: { stage: 'b' } });
  const unknown = 'arn:aws:apigateway:us-east-1::/restapis/none';
  await expect(apis.send(new GetTagsCommand({ resourceArn: unknown }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});

test('an account has limits, and a role for logs that trusts the service', async () => {
  const { $metadata: _, ...fresh } = await apis.send(new GetAccountCommand({}));
  expect(fresh).toEqual({
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  });
  const set = (value: string) =>
    apis.send(new UpdateAccountCommand({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }] }));

  await expect(set('arn:aws:iam::000000000000:role/none')).rejects.toMatchObject({
    name: 'BadRequestException',
    message:
      'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.',
  });
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const { Role } = await target
    .client(IAMClient)
    .send(new CreateRoleCommand({ RoleName: 'logs', AssumeRolePolicyDocument: JSON.stringify(trust) }));
  expect(await set(Role?.Arn ?? '')).toMatchObject({ cloudwatchRoleArn: Role?.Arn });
  expect(await set('')).not.toHaveProperty('cloudwatchRoleArn');
});

test('types of SDKs are told', async () => {
  const { items = [] } = await apis.send(new GetSdkTypesCommand({}));

  expect(items.map(({ id }) => id)).toContain('javascript');
  expect(await apis.send(new GetSdkTypeCommand({ id: 'java' }))).toMatchObject({ friendlyName: 'Java SDK' });
  await expect(apis.send(new GetSdkTypeCommand({ id: 'cobol' }))).rejects.toMatchObject({ name: 'NotFoundException' });
});
