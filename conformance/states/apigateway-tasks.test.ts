import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client, CreateApiCommand } from '@aws-sdk/client-apigatewayv2';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { makeServiceApi, makeStage, type ServiceMethod } from '../apigateway/service-api.ts';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';
import { type Ended, makeMachine, run } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });

async function call(Parameters: object): Promise<Ended> {
  const Resource = 'arn:aws:states:::apigateway:invoke';
  const machine = await makeMachine(target, {
    StartAt: 'Call',
    States: { Call: { Type: 'Task', Resource, Parameters, End: true } },
  });
  return run(target, machine);
}

const outputOf = ({ output = 'null' }: Ended): unknown => JSON.parse(output);

/** Answers what it was sent; the path tells how methods are authorized. */
const echo = (path: string, authorizationType: string): ServiceMethod => ({
  path,
  verb: 'POST',
  service: '',
  method: { authorizationType },
  integration: {
    type: 'MOCK',
    integrationHttpMethod: undefined,
    uri: undefined,
    credentials: undefined,
    requestTemplates: { 'application/json': '{"statusCode":200}' },
  },
  response: {
    responseTemplates: {
      'application/json':
        '{"q":"$input.params(\'q\')","h":"$input.params(\'kind\')","arn":"$context.identity.userArn"}',
    },
  },
});

async function restApi(): Promise<string> {
  const apis = target.client(APIGatewayClient);
  const api = await makeServiceApi(apis, [echo('/open', 'NONE'), echo('/signed', 'AWS_IAM')]);
  await makeStage(apis, api, target.cloud.endpoint);
  return `${api.restApiId}.execute-api.us-east-1.amazonaws.com`;
}

describe('apigateway:invoke of a REST API', () => {
  it('sends the path, the query and headers, and tells the answer', async () => {
    const ApiEndpoint = await restApi();
    const more = { QueryParameters: { q: ['a b'] }, Headers: { kind: ['x'] }, RequestBody: { a: 1 } };

    const ended = await call({ ApiEndpoint, Method: 'POST', Stage: 'prod', Path: '/open', ...more });

    expect(outputOf(ended)).toMatchObject({
      ResponseBody: { q: 'a b', h: 'x' },
      Headers: { 'Content-Type': ['application/json'] },
      StatusCode: 200,
      StatusText: 'OK',
    });
    expect(ended.events[3]?.taskStartedEventDetails).toEqual({ resourceType: 'apigateway', resource: 'invoke' });
  });

  it('signs with the role of the machine where it is told to', async () => {
    const ApiEndpoint = await restApi();
    const asked = { ApiEndpoint, Method: 'POST', Stage: 'prod', Path: 'signed' };

    expect(outputOf(await call({ ...asked, AuthType: 'IAM_ROLE' }))).toMatchObject({
      ResponseBody: { arn: expect.stringContaining(':assumed-role/machine/') },
    });
  });

  it('fails with the status and the body of an answer that is no success', async () => {
    const ApiEndpoint = await restApi();

    expect(await call({ ApiEndpoint, Method: 'POST', Stage: 'prod', Path: 'signed' })).toMatchObject({
      status: 'FAILED',
      error: 'ApiGateway.403',
      cause: '{"message":"Missing Authentication Token"}',
    });
  });
});

describe('apigateway:invoke of an HTTP API', () => {
  it('needs no stage where that is $default', async () => {
    const functions = target.client(LambdaClient);
    await makeFunction(functions, 'exports.handler = async ({ rawPath, body }) => ({ rawPath, body });');
    const Target = 'arn:aws:lambda:us-east-1:000000000000:function:f';
    const made = new CreateApiCommand({ Name: 'a', ProtocolType: 'HTTP', Target });
    const { ApiId } = await target.client(ApiGatewayV2Client).send(made);
    const Principal = 'apigateway.amazonaws.com';
    const Action = 'lambda:InvokeFunction';
    await functions.send(new AddPermissionCommand({ FunctionName: 'f', StatementId: 's', Action, Principal }));

    const ApiEndpoint = `${ApiId}.execute-api.us-east-1.amazonaws.com`;
    const ended = await call({ ApiEndpoint, Method: 'PUT', Path: 'orders/1', RequestBody: 'text' });

    expect(outputOf(ended)).toMatchObject({ ResponseBody: { rawPath: '/orders/1', body: 'text' }, StatusCode: 200 });
  });

  it('fails where there is no such API', async () => {
    const ApiEndpoint = 'none.execute-api.us-east-1.amazonaws.com';

    expect(await call({ ApiEndpoint, Method: 'GET' })).toMatchObject({ error: 'ApiGateway.403' });
  });
});
