import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateStageCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeServiceApi, role } from './service-api.ts';

const target = useCloud({ seed: 7 });
let apis: APIGatewayClient;
beforeEach(async () => {
  apis = target.client(APIGatewayClient);
  const secrets = target.client(SecretsManagerClient);
  for (const Name of ['old', 'new']) await secrets.send(new CreateSecretCommand({ Name, SecretString: Name }));
});

/** Which release answered each of so many requests: one lists parameters, the canary lists secrets. */
async function releases(percentTraffic: number, count: number): Promise<string[]> {
  const api = await makeServiceApi(apis, [{ path: '/a', verb: 'POST', service: 'ssm:action/DescribeParameters' }]);
  const { restApiId, deploymentId } = api;
  await apis.send(
    new PutIntegrationCommand({
      restApiId,
      resourceId: api.resourceIds.get('/a'),
      httpMethod: 'POST',
      type: 'AWS',
      integrationHttpMethod: 'POST',
      credentials: role,
      uri: 'arn:aws:apigateway:us-east-1:${stageVariables.service}:action/ListSecrets',
    }),
  );
  const place = { restApiId, resourceId: api.resourceIds.get('/a'), httpMethod: 'POST' };
  await apis.send(new PutIntegrationResponseCommand({ ...place, statusCode: '200' }));
  const { id: canary } = await apis.send(new CreateDeploymentCommand({ restApiId }));
  await apis.send(
    new CreateStageCommand({
      restApiId,
      stageName: 'prod',
      deploymentId,
      variables: { service: 'nobody' },
      canarySettings: { percentTraffic, deploymentId: canary, stageVariableOverrides: { service: 'secretsmanager' } },
    }),
  );
  const url = `${target.cloud.endpoint}/restapis/${restApiId}/prod/_user_request_/a`;
  const answers: string[] = [];
  for (let each = 0; each < count; each += 1) {
    const body = (await (await fetch(url, { method: 'POST', body: '{}' })).json()) as object;
    answers.push('SecretList' in body ? 'canary' : 'stage');
  }
  return answers;
}

test.each([
  [0, ['stage', 'stage', 'stage']],
  [100, ['canary', 'canary', 'canary']],
])('%d percent of the requests go to the canary, with its own stage variables', async (percent, expected) => {
  expect(await releases(percent, 3)).toEqual(expected);
});

test('a part of the requests goes to the canary', async () => {
  const answers = await releases(50, 40);

  const part = answers.filter((release) => release === 'canary').length;
  expect(part).toBeGreaterThan(8);
  expect(part).toBeLessThan(32);
});
