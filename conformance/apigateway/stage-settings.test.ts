import {
  APIGatewayClient,
  CreateDeploymentCommand,
  DeleteStageCommand,
  FlushStageCacheCommand,
  type PatchOperation,
  PutIntegrationResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeServiceApi, makeStage, type ServiceApi, type ServiceMethod } from './service-api.ts';

const target = useCloud({ clock: 'virtual' });
let apis: APIGatewayClient;
beforeEach(() => {
  apis = target.client(APIGatewayClient);
});

/** A new password with every call: two equal answers are one and the same. */
const password = (path: string): ServiceMethod => ({
  path,
  verb: 'GET',
  service: 'secretsmanager:action/GetRandomPassword',
});

/** The methods on a stage that nothing was said of yet. */
async function deploy(...methods: ServiceMethod[]): Promise<{ readonly api: ServiceApi; readonly url: string }> {
  const api = await makeServiceApi(apis, methods);
  return { api, url: await makeStage(apis, api, target.cloud.endpoint) };
}

const patch = ({ restApiId }: ServiceApi, ...patchOperations: PatchOperation[]) =>
  apis.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }));

const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value });
const cluster = [replace('/cacheClusterEnabled', 'true'), replace('/cacheClusterSize', '0.5')];
const text = async (url: string): Promise<string> => (await fetch(url)).text();

describe('a stage that is patched', () => {
  test('keeps answers from then on, until its cache is flushed', async () => {
    const { api, url } = await deploy(password('/a'));
    const uncached = [await text(`${url}/a`), await text(`${url}/a`)];
    await patch(api, ...cluster, replace('/*/*/caching/enabled', 'true'));

    const first = await text(`${url}/a`);
    const kept = await text(`${url}/a`);
    await apis.send(new FlushStageCacheCommand({ restApiId: api.restApiId, stageName: 'prod' }));
    const fresh = await text(`${url}/a`);

    expect(new Set(uncached).size).toBe(2);
    expect(kept).toBe(first);
    expect(fresh).not.toBe(first);
  });

  test('keeps answers of one method for as long as the patch says', async () => {
    const { api, url } = await deploy(password('/a/{id}'), password('/b'));
    const method = '/~1a~1{id}/GET/caching';
    await patch(api, ...cluster, replace(`${method}/enabled`, 'true'), replace(`${method}/ttlInSeconds`, '60'));

    const first = await text(`${url}/a/1`);
    await target.cloud.clock.advance('59s');
    const kept = await text(`${url}/a/1`);
    await target.cloud.clock.advance('2s');

    expect(kept).toBe(first);
    expect(await text(`${url}/a/1`)).not.toBe(first);
    expect(await text(`${url}/b`)).not.toBe(await text(`${url}/b`));
  });

  test('leaves nothing to another stage of its name', async () => {
    const { api, url } = await deploy(password('/a'));
    const cached = [...cluster, replace('/*/*/caching/enabled', 'true')];
    await patch(api, ...cached);
    const first = await text(`${url}/a`);
    await apis.send(new DeleteStageCommand({ restApiId: api.restApiId, stageName: 'prod' }));
    await makeStage(apis, api, target.cloud.endpoint);
    await patch(api, ...cached);

    expect(await text(`${url}/a`)).not.toBe(first);
  });

  test('throttles one method, and not the others', async () => {
    const { api, url } = await deploy(password('/a'), password('/b'));
    const throttling = '/~1a/GET/throttling';
    await patch(api, replace(`${throttling}/rateLimit`, '1'), replace(`${throttling}/burstLimit`, '2'));
    const statuses = async (path: string) => {
      const answers: number[] = [];
      for (let each = 0; each < 3; each += 1) answers.push((await fetch(`${url}${path}`)).status);
      return answers;
    };

    expect(await statuses('/a')).toEqual([200, 200, 429]);
    expect(await statuses('/b')).toEqual([200, 200, 200]);
    await target.cloud.clock.advance('1s');
    expect(await statuses('/a')).toEqual([200, 429, 429]);
  });

  test('writes its execution log from then on, as much as the level says', async () => {
    const { api, url } = await deploy(password('/a'));
    const logs = target.client(CloudWatchLogsClient);
    const logGroupName = `API-Gateway-Execution-Logs_${api.restApiId}/prod`;
    const groups = async () =>
      (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }))).logGroups;
    await fetch(`${url}/a`);
    await target.cloud.clock.advance('1m');
    const before = await groups();
    await patch(api, replace('/*/*/logging/loglevel', 'INFO'), replace('/*/*/logging/dataTrace', 'true'));
    await fetch(`${url}/a`);
    await target.cloud.clock.advance('1m');

    expect(before).toEqual([]);
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
    const lines = events.map(({ message = '' }) => message).join('\n');
    expect(lines).toContain('HTTP Method: GET, Resource Path: /a');
    expect(lines).toContain('RandomPassword');
  });
});

test('a canary is promoted by copies, and its settings are removed', async () => {
  const { api, url } = await deploy(password('/a'));
  const { restApiId } = api;
  const method = { restApiId, resourceId: api.resourceIds.get('/a'), httpMethod: 'GET', statusCode: '200' };
  await apis.send(
    new PutIntegrationResponseCommand({
      ...method,
      responseTemplates: { 'application/json': '{"release":"$stageVariables.release"}' },
    }),
  );
  const { id = '' } = await apis.send(new CreateDeploymentCommand({ restApiId }));
  await patch(
    api,
    replace('/canarySettings/percentTraffic', '0'),
    replace('/canarySettings/deploymentId', id),
    { op: 'add', path: '/canarySettings/stageVariableOverrides/release', value: 'two' },
    { op: 'add', path: '/variables/release', value: 'one' },
  );
  const before = await text(`${url}/a`);

  const stage = await patch(
    api,
    { op: 'copy', path: '/deploymentId', from: '/canarySettings/deploymentId' },
    { op: 'copy', path: '/variables', from: '/canarySettings/stageVariableOverrides' },
    { op: 'remove', path: '/canarySettings' },
  );

  expect(before).toContain('RandomPassword');
  expect(stage).toMatchObject({ deploymentId: id, variables: { release: 'two' } });
  expect(stage.canarySettings).toBeUndefined();
  expect(await text(`${url}/a`)).toBe('{"release":"two"}');
});
