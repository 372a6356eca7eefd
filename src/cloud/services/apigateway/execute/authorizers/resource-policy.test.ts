import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type RestCloud, startRestCloud } from '../../testing/rest-cloud.ts';

let rest: RestCloud;
beforeEach(async () => {
  rest = await startRestCloud();
});
afterEach(() => rest.cloud.close());

const allow = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' };
const policyOf = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const when = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } });
const open = (policy: string) => rest.deploy({ api: { policy } });

describe('a resource policy on an API without authorizers', () => {
  test.each<readonly [string, object, number]>([
    ['all of it', allow, 200],
    ['the stage', { ...allow, Resource: 'execute-api:/prod/*' }, 200],
    ['the method', { ...allow, Resource: ['execute-api:/prod/GET/pets'] }, 200],
    ['another stage', { ...allow, Resource: 'execute-api:/dev/*' }, 403],
    ['another verb', { ...allow, Resource: 'execute-api:/prod/POST/pets' }, 403],
    ['the full ARN', { ...allow, Resource: 'arn:aws:execute-api:us-east-1:000000000000:*/prod/GET/pets' }, 200],
    ['an address that is the client’s', { ...allow, ...when('IpAddress', 'aws:SourceIp', '127.0.0.0/8') }, 200],
    ['an address that is not', { ...allow, ...when('IpAddress', 'aws:SourceIp', '203.0.113.0/24') }, 403],
    ['an agent', { ...allow, ...when('StringLike', 'aws:UserAgent', 'curl/*') }, 200],
    ['an endpoint of a VPC', { ...allow, ...when('StringEquals', 'aws:SourceVpce', 'vpce-1') }, 403],
    [
      'a role, which nobody is who does not sign',
      { ...allow, Principal: { AWS: 'arn:aws:iam::000000000000:role/r' } },
      403,
    ],
  ])('allows %s', async (_, statement, status) => {
    const apiId = open(policyOf(statement));

    expect((await rest.get(apiId, '/pets')).status).toBe(status);
  });

  test('says who may not do what', async () => {
    const apiId = open(policyOf({ ...allow, ...when('IpAddress', 'aws:SourceIp', '203.0.113.0/24') }));

    expect(await rest.get(apiId, '/pets')).toMatchObject({
      status: 403,
      errorType: 'AccessDeniedException',
      body: `{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:${apiId}/prod/GET/pets"}`,
    });
  });

  test('is read as the API is described, with its quotes escaped', async () => {
    const apiId = open(policyOf(allow).replaceAll('"', '\\"'));

    expect((await rest.get(apiId, '/pets')).status).toBe(200);
  });

  test('is the one that was deployed', async () => {
    const apiId = open(policyOf(allow));
    const api = rest.state.restApis.get(apiId);
    if (api) rest.state.restApis.set(apiId, { ...api, policy: policyOf({ ...allow, Effect: 'Deny' }), revision: 1 });

    expect((await rest.get(apiId, '/pets')).status).toBe(200);
  });
});

describe('a private API', () => {
  const endpointConfiguration = { types: ['PRIVATE' as const], vpcEndpointIds: ['vpce-0a', 'vpce-0b'] };
  const fromEndpoint = (id: string) => policyOf({ ...allow, ...when('StringEquals', 'aws:SourceVpce', id) });

  test('lets nobody in without a policy', async () => {
    const apiId = rest.deploy({ api: { endpointConfiguration } });

    expect((await rest.get(apiId, '/pets')).status).toBe(403);
  });

  test('is asked through the endpoint that the host names, else through its first', async () => {
    const first = rest.deploy({ api: { endpointConfiguration, policy: fromEndpoint('vpce-0a') } });
    const second = rest.deploy({ api: { endpointConfiguration, policy: fromEndpoint('vpce-0b') } });
    const named = { Host: `${second}-vpce-0b.execute-api.us-east-1.amazonaws.com` };

    expect((await rest.get(first, '/pets')).event.requestContext).toMatchObject({ identity: { vpceId: 'vpce-0a' } });
    expect((await rest.get(second, '/pets')).status).toBe(403);
    expect((await rest.get(second, '/pets', named)).status).toBe(200);
  });
});
