import {
  APIGatewayClient,
  CreateDocumentationPartCommand,
  CreateDocumentationVersionCommand,
  CreateRestApiCommand,
  DeleteDocumentationPartCommand,
  DeleteDocumentationVersionCommand,
  type DocumentationPartLocation,
  GetDocumentationPartCommand,
  GetDocumentationPartsCommand,
  GetDocumentationVersionCommand,
  GetDocumentationVersionsCommand,
  GetStageCommand,
  ImportDocumentationPartsCommand,
  UpdateDocumentationPartCommand,
  UpdateDocumentationVersionCommand,
} from '@aws-sdk/client-api-gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployKeyedApi } from './keyed-api.ts';

const target = useCloud();
let client: APIGatewayClient;
let restApiId: string;
beforeEach(async () => {
  client = target.client(APIGatewayClient);
  restApiId = (await client.send(new CreateRestApiCommand({ name: 'documented' }))).id ?? '';
});

const properties = '{"description":"d"}';
const create = (location: DocumentationPartLocation, text = properties) =>
  client.send(new CreateDocumentationPartCommand({ restApiId, location, properties: text }));

describe('documentation parts', () => {
  test('are made, changed and deleted', async () => {
    const part = await create({ type: 'METHOD', path: '/pets', method: 'GET' });
    const ids = { restApiId, documentationPartId: part.id };

    expect(part).toMatchObject({ location: { type: 'METHOD', path: '/pets', method: 'GET' }, properties });
    expect(await client.send(new GetDocumentationPartCommand(ids))).toMatchObject({ id: part.id, properties });
    const patch = (value: string) =>
      client.send(
        new UpdateDocumentationPartCommand({
          ...ids,
          patchOperations: [{ op: 'replace', path: '/properties', value }],
        }),
      );
    expect(await patch('{"description":"e"}')).toMatchObject({ properties: '{"description":"e"}' });
    await expect(patch('')).rejects.toMatchObject({ message: 'Documentation part properties must be non-empty' });

    await client.send(new DeleteDocumentationPartCommand(ids));
    await expect(client.send(new GetDocumentationPartCommand(ids))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid Documentation part identifier specified',
    });
  });

  test('are one for each place', async () => {
    await create({ type: 'API' });

    await expect(create({ type: 'API' })).rejects.toMatchObject({
      name: 'ConflictException',
      message: "Documentation part already exists for the specified location: type 'API'.",
    });
  });

  test.each([
    [{ type: 'NOPE' }, properties],
    [{ type: 'MODEL' }, properties],
    [{ type: 'API', path: '/a' }, properties],
    [{ type: 'API' }, ''],
    [{ type: 'API' }, 'text'],
  ])('are refused where they cannot be: %j %s', async (location, text) => {
    await expect(create(location as DocumentationPartLocation, text)).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  test('are found by type, name and path', async () => {
    await create({ type: 'RESOURCE', path: '/a' });
    await create({ type: 'QUERY_PARAMETER', path: '/a', name: 'page' });
    await create({ type: 'MODEL', name: 'Pet' });
    const found = async (input: object) => {
      const { items = [] } = await client.send(new GetDocumentationPartsCommand({ restApiId, ...input }));
      return items.map(({ location }) => location?.type).sort();
    };

    expect(await found({ type: 'MODEL' })).toEqual(['MODEL']);
    expect(await found({ path: '/a' })).toEqual(['QUERY_PARAMETER', 'RESOURCE']);
    expect(await found({ nameQuery: 'Pe' })).toEqual(['MODEL']);
    expect(await found({ locationStatus: 'UNDOCUMENTED' })).toEqual([]);
    expect(await found({ locationStatus: 'DOCUMENTED' })).toHaveLength(3);
  });

  test('are imported into those that are there, or in their stead', async () => {
    const { id } = await create({ type: 'API' }, '{"description":"old","summary":"kept"}');
    const load = (parts: readonly object[], input: object = {}) => {
      const document = { openapi: '3.0.1', 'x-amazon-apigateway-documentation': { documentationParts: parts } };
      const body = Buffer.from(JSON.stringify(document));
      return client.send(new ImportDocumentationPartsCommand({ restApiId, body, ...input }));
    };
    const api = { location: { type: 'API' }, properties: { description: 'new' } };
    const model = { location: { type: 'MODEL', name: 'Pet' }, properties: { description: 'm' } };

    const merged = await load([api, model]);
    expect(merged.ids).toEqual([id, expect.any(String)]);
    const ids = { restApiId, documentationPartId: id };
    expect(await client.send(new GetDocumentationPartCommand(ids))).toMatchObject({
      properties: '{"description":"new","summary":"kept"}',
    });

    await load([model], { mode: 'overwrite' });
    const { items } = await client.send(new GetDocumentationPartsCommand({ restApiId }));
    expect(items?.map(({ location }) => location?.type)).toEqual(['MODEL']);

    const wrong = { location: { type: 'NOPE' }, properties: { description: 'x' } };
    expect((await load([wrong])).warnings).toHaveLength(1);
    await expect(load([api, wrong], { failOnWarnings: true })).rejects.toMatchObject({ name: 'BadRequestException' });
    expect((await client.send(new GetDocumentationPartsCommand({ restApiId }))).items).toHaveLength(1);
  });
});

test('a documentation version freezes the parts, and a stage may show it', async () => {
  restApiId = (await deployKeyedApi(target)).id;
  await create({ type: 'API' });
  const ids = { restApiId, documentationVersion: '1.0' };

  const made = await client.send(
    new CreateDocumentationVersionCommand({ ...ids, description: 'first', stageName: 'prod' }),
  );

  expect(made).toMatchObject({ version: '1.0', description: 'first', createdDate: expect.any(Date) });
  expect(made).not.toHaveProperty('parts');
  const stage = await client.send(new GetStageCommand({ restApiId, stageName: 'prod' }));
  expect(stage.documentationVersion).toBe('1.0');
  await expect(client.send(new CreateDocumentationVersionCommand(ids))).rejects.toMatchObject({
    name: 'ConflictException',
  });
  await client.send(
    new UpdateDocumentationVersionCommand({
      ...ids,
      patchOperations: [{ op: 'replace', path: '/description', value: 'changed' }],
    }),
  );
  expect(await client.send(new GetDocumentationVersionCommand(ids))).toMatchObject({ description: 'changed' });
  expect((await client.send(new GetDocumentationVersionsCommand({ restApiId }))).items).toHaveLength(1);
});

test('a documentation version that nobody shows is deleted', async () => {
  await create({ type: 'API' });
  const ids = { restApiId, documentationVersion: '1.0' };
  await client.send(new CreateDocumentationVersionCommand(ids));

  await client.send(new DeleteDocumentationVersionCommand(ids));

  await expect(client.send(new GetDocumentationVersionCommand(ids))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});
