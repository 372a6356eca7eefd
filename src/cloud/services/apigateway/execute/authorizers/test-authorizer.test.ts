import type { TestInvokeAuthorizerResponse } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultAccount, defaultRegion } from '../../../../kernel/identity.ts';
import { type RestCloud, startRestCloud } from '../../testing/rest-cloud.ts';

let rest: RestCloud;
beforeAll(async () => {
  rest = await startRestCloud();
});
afterAll(() => rest.cloud.close());

const authorizer = { type: 'TOKEN', identitySource: 'method.request.header.Authorization' } as const;
const policyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };

const tested = (restApiId: string, more: object = {}) => {
  const input = { restApiId, authorizerId: 'guard', headers: { Authorization: 'a-long-token-1' }, ...more };
  const scope = { account: defaultAccount, region: defaultRegion };
  return rest.cloud.kernel.call<TestInvokeAuthorizerResponse>('apigateway', 'TestInvokeAuthorizer', input, scope);
};

describe('TestInvokeAuthorizer', () => {
  test('tells what the function answered, and how it came to it', async () => {
    const apiId = rest.deploy({ authorizer });
    let seen: unknown;
    rest.functions.set('guard', (event) => {
      seen = event;
      return { principalId: 'me', policyDocument };
    });

    const result = await tested(apiId);

    expect(result).toMatchObject({ clientStatus: 0, principalId: 'me', policy: JSON.stringify(policyDocument) });
    expect(result.latency).toBeTypeOf('number');
    expect(seen).toMatchObject({
      type: 'TOKEN',
      methodArn: `arn:aws:execute-api:us-east-1:000000000000:${apiId}/test-invoke-stage/GET/`,
    });
    const lines = (result.log ?? '').split('\n');
    expect(lines[0]).toMatch(/^Execution log for request [0-9a-f-]{36}$/);
    expect(lines[1]).toMatch(/^\w{3} \w{3} \d\d \d\d:\d\d:\d\d UTC \d{4} : Starting authorizer: guard for request: /);
    expect(lines[2]).toMatch(/ : Incoming identity: \*{8}oken-1$/);
    expect(lines.slice(3).map((line) => line.replace(/^.*? UTC \d{4} : ([^:]+).*$/, '$1'))).toEqual([
      'Endpoint request URI',
      'Endpoint request headers',
      'Endpoint request body after transformations',
      expect.stringContaining('Sending request to https'),
      'Authorizer result body before parsing',
      'Using valid authorizer policy for principal',
      'Successfully completed authorizer execution',
      '',
    ]);
  });

  test('says what clients would be told: 401 without a token, 500 when the function fails', async () => {
    const apiId = rest.deploy({ authorizer });
    rest.functions.set('guard', () => Promise.reject(new Error('oh')));

    const unauthorized = await tested(apiId, { headers: {} });
    const broken = await tested(apiId);

    expect(unauthorized).toMatchObject({ clientStatus: 401, log: expect.stringContaining('Unauthorized request') });
    expect(broken).toMatchObject({
      clientStatus: 500,
      log: expect.stringMatching(
        /Execution failed due to configuration error: oh\n.*AuthorizerConfigurationException\n$/,
      ),
    });
  });

  test('needs no deployment, keeps nothing, and is given stage variables', async () => {
    const authorizerUri =
      'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.f}/invocations';
    const apiId = rest.deploy({ authorizer: { ...authorizer, authorizerUri } });
    rest.state.stages.delete(`${apiId}/prod`);
    let asked = 0;
    rest.functions.set('chosen', () => {
      asked += 1;
      return { principalId: 'me', policyDocument };
    });

    for (let turn = 0; turn < 2; turn += 1) {
      expect((await tested(apiId, { stageVariables: { f: 'chosen' } })).clientStatus).toBe(0);
    }
    expect(asked).toBe(2);
  });
});
