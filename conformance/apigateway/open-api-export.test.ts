import {
  APIGatewayClient,
  CreateDeploymentCommand,
  GetExportCommand,
  GetResourcesCommand,
  ImportRestApiCommand,
  PutRestApiCommand,
} from '@aws-sdk/client-api-gateway';
import { beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { useCloud } from '../cloud.ts';
import { openApi2, openApi3, withPaths } from './open-api-definitions.ts';

const target = useCloud();
let client: APIGatewayClient;
beforeEach(() => {
  client = target.client(APIGatewayClient);
});

async function deploy(document: object): Promise<string> {
  const { id: restApiId = '' } = await client.send(
    new ImportRestApiCommand({ body: Buffer.from(JSON.stringify(document)) }),
  );
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return restApiId;
}

type Document = Record<string, object> & { readonly paths: Record<string, Record<string, object>> };

async function exportOf(restApiId: string, exportType: string, extensions?: string, accepts?: string) {
  const { body, ...answer } = await client.send(
    new GetExportCommand({
      restApiId,
      stageName: 'prod',
      exportType,
      accepts,
      ...(extensions !== undefined && { parameters: { extensions } }),
    }),
  );
  return { ...answer, text: new TextDecoder().decode(body) };
}

const documentOf = async (...parameters: Parameters<typeof exportOf>): Promise<Document> =>
  JSON.parse((await exportOf(...parameters)).text);

const mock = {
  responses: {
    200: {
      description: '200 response',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Empty' } } },
    },
  },
  'x-amazon-apigateway-integration': { type: 'mock', responses: { default: { statusCode: '200' } } },
};
const small = withPaths(
  { '/a': { get: mock } },
  { components: { schemas: { Empty: { type: 'object', title: 'Empty Schema' } } } },
);

describe('GetExport', () => {
  test('swagger › has the form that AWS writes', async () => {
    const id = await deploy(small);

    const { text, contentType, contentDisposition } = await exportOf(id, 'swagger', 'integrations');

    expect(contentType).toBe('application/octet-stream');
    expect(contentDisposition).toBe('attachment; filename="swagger_1.json"');
    expect(text).toBe(`{
  "swagger" : "2.0",
  "info" : {
    "version" : "1",
    "title" : "small"
  },
  "host" : "${id}.execute-api.us-east-1.amazonaws.com",
  "basePath" : "/prod",
  "schemes" : [ "https" ],
  "paths" : {
    "/a" : {
      "get" : {
        "produces" : [ "application/json" ],
        "responses" : {
          "200" : {
            "description" : "200 response",
            "schema" : {
              "$ref" : "#/definitions/Empty"
            }
          }
        },
        "x-amazon-apigateway-integration" : {
          "responses" : {
            "default" : {
              "statusCode" : "200"
            }
          },
          "passthroughBehavior" : "when_no_match",
          "type" : "mock"
        }
      }
    }
  },
  "definitions" : {
    "Empty" : {
      "type" : "object",
      "title" : "Empty Schema"
    }
  }
}`);
  });

  test('oas30 › tells servers and components', async () => {
    const id = await deploy(small);

    expect(await documentOf(id, 'oas30')).toEqual({
      openapi: '3.0.1',
      info: { title: 'small', version: '1' },
      servers: [
        {
          url: `https://${id}.execute-api.us-east-1.amazonaws.com/{basePath}`,
          variables: { basePath: { default: '/prod' } },
        },
      ],
      paths: { '/a': { get: { responses: mock.responses } } },
      components: { schemas: { Empty: { type: 'object', title: 'Empty Schema' } } },
    });
  });

  test.each(['swagger', 'oas30'])(
    '%s › tells the day of its making where the API has no version',
    async (exportType) => {
      const id = await deploy({ ...small, info: { title: 'small' } });

      expect((await documentOf(id, exportType)).info).toMatchObject({
        version: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      });
    },
  );

  test.each([
    [undefined, { integrations: false, authorizers: false, others: false }],
    ['integrations', { integrations: true, authorizers: false, others: false }],
    ['authorizers', { integrations: false, authorizers: true, others: false }],
    ['integrations,authorizers', { integrations: true, authorizers: true, others: false }],
    ['apigateway', { integrations: true, authorizers: true, others: true }],
  ])('extensions=%s', async (extensions, { integrations, authorizers, others }) => {
    const id = await deploy(openApi3);

    for (const exportType of ['swagger', 'oas30']) {
      const { text } = await exportOf(id, exportType, extensions);

      expect(text.includes('"x-amazon-apigateway-integration"')).toBe(integrations);
      expect(text.includes('"x-amazon-apigateway-authorizer"')).toBe(authorizers);
      expect(text.includes('"x-amazon-apigateway-request-validator"')).toBe(others);
      expect(text.includes('"x-amazon-apigateway-gateway-responses"')).toBe(others);
    }
  });

  test('writes YAML', async () => {
    const id = await deploy(openApi3);

    const { text, contentDisposition } = await exportOf(id, 'oas30', 'apigateway', 'application/yaml');

    expect(contentDisposition).toBe('attachment; filename="oas30_1.2.yaml"');
    expect(text.startsWith('---\nopenapi: "3.0.1"\n')).toBe(true);
    expect(parse(text)).toEqual(await documentOf(id, 'oas30', 'apigateway'));
  });

  test.each([
    ['swagger', openApi2],
    ['swagger', openApi3],
    ['oas30', openApi2],
    ['oas30', openApi3],
  ])('%s › imports again to the same API', async (exportType, document) => {
    const id = await deploy(document);
    const exported = await documentOf(id, exportType, 'apigateway');

    const copy = await deploy(exported);

    const again = (await exportOf(copy, exportType, 'apigateway')).text;
    expect(JSON.parse(again.replaceAll(copy, id))).toEqual(exported);
    const paths = async (restApiId: string) =>
      (await client.send(new GetResourcesCommand({ restApiId }))).items?.map(({ path }) => path).sort();
    expect(await paths(copy)).toEqual(await paths(id));
  });

  test('is the same whichever version of OpenAPI the API came from', async () => {
    const [two, three] = [await deploy(openApi2), await deploy(openApi3)];

    const { text } = await exportOf(two, 'oas30', 'apigateway');

    expect(JSON.parse(text.replaceAll(two, three))).toEqual(await documentOf(three, 'oas30', 'apigateway'));
  });

  test('tells what the stage serves, not what was changed since', async () => {
    const id = await deploy(small);
    const before = await documentOf(id, 'oas30');
    const changed = Buffer.from(JSON.stringify(withPaths({ '/b': { get: { responses: {} } } })));
    await client.send(new PutRestApiCommand({ restApiId: id, body: changed }));

    expect(await documentOf(id, 'oas30')).toEqual(before);
  });

  test('rejects another type', async () => {
    const id = await deploy(small);

    await expect(exportOf(id, 'raml')).rejects.toMatchObject({
      name: 'BadRequestException',
      message: "No API exporter for type 'raml'",
    });
  });

  test('rejects a stage that is not there', async () => {
    const id = await deploy(small);
    const command = new GetExportCommand({ restApiId: id, stageName: 'none', exportType: 'oas30' });

    await expect(client.send(command)).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid stage identifier specified',
    });
  });
});
