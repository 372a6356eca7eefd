import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  type CreateRestApiRequest,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Target } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:echo';

/** An API whose root wants a key and answers the function's event, in the stage `prod`. */
export async function deployKeyedApi(
  target: Target,
  settings: Partial<CreateRestApiRequest> = {},
): Promise<{ readonly id: string; readonly url: string }> {
  const apis = target.client(APIGatewayClient);
  const functions = target.client(LambdaClient);
  await makeFunction(functions, 'exports.handler = async (event) => ({ body: JSON.stringify(event) });', {
    FunctionName: 'echo',
  });
  await functions.send(
    new AddPermissionCommand({
      FunctionName: 'echo',
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  );
  const { id = '', rootResourceId: resourceId } = await apis.send(
    new CreateRestApiCommand({ name: 'keyed', ...settings }),
  );
  const method = { restApiId: id, resourceId, httpMethod: 'GET' };
  await apis.send(new PutMethodCommand({ ...method, authorizationType: 'NONE', apiKeyRequired: true }));
  await apis.send(
    new PutIntegrationCommand({
      ...method,
      type: 'AWS_PROXY',
      integrationHttpMethod: 'POST',
      uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
    }),
  );
  await apis.send(new CreateDeploymentCommand({ restApiId: id, stageName: 'prod' }));
  return { id, url: `${target.cloud.endpoint}/restapis/${id}/prod/_user_request_/` };
}
