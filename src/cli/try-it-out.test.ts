import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startCloud } from '../cloud/cloud.ts';
import { clientOf } from '../harness/cloud-client.ts';
import { tryItOut } from './try-it-out.ts';

async function linesFor(routeKeys: readonly string[]): Promise<{ lines: string[]; url: string }> {
  await using cloud = await startCloud();
  const client = clientOf(cloud);
  const { ApiId, ApiEndpoint } = await client.call<{ ApiId: string; ApiEndpoint: string }>(
    'apigatewayv2',
    'CreateApi',
    {
      Name: 'api',
      ProtocolType: 'HTTP',
    },
  );
  for (const RouteKey of routeKeys) await client.call('apigatewayv2', 'CreateRoute', { ApiId, RouteKey });
  const page = await tryItOut(client, [{ name: 'Stack', outputs: { Url: ApiEndpoint, Table: 't' }, changed: true }]);
  const lines = stripVTControlCharacters(page).split('\n');
  return { lines: lines.map((line) => line.trim()).filter((line) => line.startsWith('curl')), url: ApiEndpoint };
}

describe('what a person may try after a deploy', () => {
  it('tells the orders API’s story when it is there', async () => {
    const { lines, url } = await linesFor(['GET /health', 'POST /orders', 'GET /orders']);

    expect(lines).toHaveLength(3);
    const order = '{"customerId":"c-1","currency":"EUR","items":[{"sku":"tea","quantity":2,"unitPrice":450}]}';
    expect(lines[1]).toBe(
      `curl -s -X POST '${url}/orders' -H 'idempotency-key: first' -H 'content-type: application/json' -d '${order}'`,
    );
  });

  it('is the routes of any other API that are tried most easily, with values for paths and bodies', async () => {
    const { lines, url } = await linesFor(['PUT /notes/{id}', 'ANY /{proxy+}', 'GET /notes/{slug}', '$default']);
    const { lines: posted, url: other } = await linesFor(['PUT /notes/{noteId}', 'POST /notes', 'DELETE /notes/{id}']);

    expect(lines).toEqual([`curl -s '${url}/'`, `curl -s '${url}/notes/slug-1'`, `curl -s '${url}/hello'`]);
    const json = "-H 'content-type: application/json' -d '{}'";
    expect(posted).toEqual([
      `curl -s -X POST '${other}/notes' ${json}`,
      `curl -s -X DELETE '${other}/notes/1'`,
      `curl -s -X PUT '${other}/notes/1' ${json}`,
    ]);
  });

  it('is at most five lines of all APIs', async () => {
    await using cloud = await startCloud();
    const client = clientOf(cloud);
    const outputs: Record<string, string> = {};
    for (const name of ['A', 'B', 'C']) {
      const input = { Name: name, ProtocolType: 'HTTP' };
      const api = await client.call<{ ApiId: string; ApiEndpoint: string }>('apigatewayv2', 'CreateApi', input);
      for (const RouteKey of ['GET /a', 'GET /b', 'GET /c'])
        await client.call('apigatewayv2', 'CreateRoute', { ApiId: api.ApiId, RouteKey });
      outputs[name] = api.ApiEndpoint;
    }

    const page = await tryItOut(client, [{ name: 'Stack', outputs, changed: true }]);

    expect(page.match(/curl \S+ '\S+\/(\w)'/g)?.map((line) => line.at(-2))).toEqual(['a', 'b', 'a', 'b', 'a']);
  });

  it('is the methods of a REST API, with the key and the body that they ask for', async () => {
    await using cloud = await startCloud();
    const client = clientOf(cloud);
    const ask = (operation: string, input: object) => client.call<{ id: string }>('apigateway', operation, input);
    const api = await client.call<{ id: string; rootResourceId: string }>('apigateway', 'CreateRestApi', { name: 'a' });
    const restApiId = api.id;
    const { id: resourceId } = await ask('CreateResource', {
      restApiId,
      parentId: api.rootResourceId,
      pathPart: 'pets',
    });
    const schema = {
      type: 'object',
      required: ['kind', 'name', 'age', 'tag'],
      properties: {
        kind: { enum: ["cat's", 'dog'] },
        name: { type: 'string', minLength: 6 },
        age: { type: 'integer', minimum: 2 },
        note: { type: 'string' },
        tag: { type: 'string', pattern: '^tag_[a-z]+$' },
      },
    };
    const model = { restApiId, name: 'Pet', contentType: 'application/json', schema: JSON.stringify(schema) };
    await ask('CreateModel', model);
    for (const [httpMethod, apiKeyRequired, settings, templates] of [
      ['POST', true, { requestModels: { 'application/json': 'Pet' } }, {}],
      ['GET', true, {}, {}],
      ['OPTIONS', false, {}, {}],
      ['PUT', false, {}, { 'application/json': '{"statusCode": 200}' }],
    ] as const) {
      const method = { restApiId, resourceId, httpMethod };
      await ask('PutMethod', { ...method, authorizationType: 'NONE', apiKeyRequired, ...settings });
      await ask('PutIntegration', { ...method, type: 'MOCK', requestTemplates: templates });
    }
    await ask('CreateDeployment', { restApiId, stageName: 'v1' });
    const value = 'a-key-of-twenty-characters';
    const { id: keyId } = await ask('CreateApiKey', { name: 'k', enabled: true, value });
    const apiStages = [{ apiId: restApiId, stage: 'v1' }];
    const { id: usagePlanId } = await ask('CreateUsagePlan', { name: 'p', apiStages });
    await ask('CreateUsagePlanKey', { usagePlanId, keyId, keyType: 'API_KEY' });
    const Url = `https://${restApiId}.execute-api.us-east-1.amazonaws.com/v1/`;

    const page = stripVTControlCharacters(await tryItOut(client, [{ name: 'Stack', outputs: { Url }, changed: true }]));

    const url = `${cloud.endpoint}/_aws/execute-api/${restApiId}/v1/pets`;
    const lines = page.split('\n').map((line) => line.trim());
    expect(lines.filter((line) => line.startsWith('curl')).toSorted()).toEqual(
      [
        `curl -s '${url}' -H 'x-api-key: ${value}'`,
        `curl -s -X POST '${url}' -H 'x-api-key: ${value}' -H 'content-type: application/json' -d '{"kind":"cat'\\''s","name":"text--","age":2,"tag":"tag_a"}'`,
        `curl -s -X PUT '${url}' -H 'content-type: application/json' -d '{}'`,
      ].toSorted(),
    );
  });

  it('is nothing where there is no API', async () => {
    await using cloud = await startCloud();

    const page = await tryItOut(clientOf(cloud), [
      { name: 'Stack', outputs: { Site: 'https://a.example/' }, changed: true },
    ]);

    expect(page).toContain('Stack.Site');
    expect(page).not.toContain('curl');
  });
});
