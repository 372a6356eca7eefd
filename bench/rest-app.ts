import type { CloudClient } from '../src/harness/cloud-client.ts';

const roleArn = 'arn:aws:iam::000000000000:role/bench';
const functionUri =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:bench/invocations';

const proxy = { type: 'aws_proxy', httpMethod: 'POST', uri: functionUri };
const responses = { '200': { description: 'OK' } };
const method = (integration: object) => ({ responses, 'x-amazon-apigateway-integration': integration });

/** As `bench/dynamodb` puts items, from a request of the same parts. */
const putTemplate = `{
  "TableName": "bench",
  "Item": {
    "pk": { "S": "$util.escapeJavaScript($input.path('$.pk'))" },
    "data": { "S": "$util.escapeJavaScript($input.path('$.data'))" }
  }
}`;

const definition = {
  openapi: '3.0.1',
  info: { title: 'bench', version: '1' },
  paths: {
    '/function': { get: method(proxy) },
    '/cached': { get: method(proxy) },
    '/mock': {
      get: method({
        type: 'mock',
        requestTemplates: { 'application/json': '{"statusCode": 200}' },
        responses: { default: { statusCode: '200', responseTemplates: { 'application/json': '{"ok":true}' } } },
      }),
    },
    '/items': {
      post: method({
        type: 'aws',
        httpMethod: 'POST',
        uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/PutItem',
        credentials: roleArn,
        passthroughBehavior: 'never',
        requestTemplates: { 'application/json': putTemplate },
        responses: { default: { statusCode: '200' } },
      }),
    },
  },
};

/** A REST API in front of the function `bench` and of its table, in the stage `prod`, which caches `/cached`; its id. */
export async function createRestApi(client: CloudClient): Promise<string> {
  const body = Buffer.from(JSON.stringify(definition));
  const { id: restApiId } = await client.call<{ id: string }>('apigateway', 'ImportRestApi', { body });
  await client.call('apigateway', 'CreateDeployment', {
    restApiId,
    stageName: 'prod',
    cacheClusterEnabled: true,
    cacheClusterSize: '0.5',
  });
  await client.call('apigateway', 'UpdateStage', {
    restApiId,
    stageName: 'prod',
    patchOperations: [{ op: 'replace', path: '/~1cached/GET/caching/enabled', value: 'true' }],
  });
  return restApiId;
}
