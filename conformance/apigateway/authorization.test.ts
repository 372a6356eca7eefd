import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  TestInvokeAuthorizerCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let apis: APIGatewayClient;
beforeEach(() => {
  apis = target.client(APIGatewayClient);
});

/** `GET /` with that authorization, in the stage `prod`. */
async function deploy(
  authorizationType: string,
  policy?: object,
): Promise<{ readonly id: string; readonly url: string }> {
  const { FunctionArn } = await target.client(LambdaClient).send(
    new CreateFunctionCommand({
      FunctionName: 'echo',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/echo',
      Code: { ZipFile: zipSync({ 'index.mjs': strToU8('export const handler = async () => ({ body: "here" });') }) },
    }),
  );
  const { id: restApiId = '' } = await apis.send(
    new CreateRestApiCommand({ name: 'guarded', ...(policy && { policy: JSON.stringify(policy) }) }),
  );
  const { items = [] } = await apis.send(new GetResourcesCommand({ restApiId }));
  const method = { restApiId, resourceId: items[0]?.id, httpMethod: 'GET' };
  await apis.send(new PutMethodCommand({ ...method, authorizationType }));
  await apis.send(
    new PutIntegrationCommand({
      ...method,
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      credentials: 'arn:aws:iam::000000000000:role/gateway',
      uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FunctionArn}/invocations`,
    }),
  );
  await apis.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return { id: restApiId, url: `${target.cloud.endpoint}/restapis/${restApiId}/prod/_user_request_/` };
}

const statement = { Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/prod/GET/*' };

describe('who may ask a REST API', () => {
  test('AWS_IAM refuses who does not sign', async () => {
    const { url } = await deploy('AWS_IAM');

    const response = await fetch(url);

    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
    expect(await response.text()).toBe('{"message":"Missing Authentication Token"}');
  });

  test('a resource policy lets in whom it allows', async () => {
    const { url } = await deploy('NONE', { Version: '2012-10-17', Statement: [{ ...statement, Effect: 'Allow' }] });

    expect((await fetch(url)).status).toBe(200);
  });

  test('a resource policy’s denial is told with the method', async () => {
    const { id, url } = await deploy('NONE', { Version: '2012-10-17', Statement: [{ ...statement, Effect: 'Deny' }] });

    const response = await fetch(url);

    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
    expect(await response.text()).toBe(
      `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:${id}/prod/GET/ with an explicit deny"}`,
    );
  });
});

describe('TestInvokeAuthorizer', () => {
  test('refuses an authorizer that is not there', async () => {
    const { id: restApiId } = await apis.send(new CreateRestApiCommand({ name: 'open' }));

    const tested = apis.send(new TestInvokeAuthorizerCommand({ restApiId, authorizerId: 'nobody' }));

    await expect(tested).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid Authorizer identifier specified',
    });
  });
});
