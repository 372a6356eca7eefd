import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { makeServiceApi, makeStage, type ServiceMethod } from '../../../../../conformance/apigateway/service-api.ts';
import type { Cloud } from '../../../cloud.ts';
import { defaultAccount, defaultRegion } from '../../../kernel/identity.ts';
import { touchApi } from '../changes.ts';
import { childKey, type RestApiState, restApiState, type StageRecord, serviceName } from '../state.ts';

/** An API with a stage, whose record may be anything that operations would make of it. */
export interface StageFixture {
  readonly restApiId: string;
  readonly url: string;
}

const stateOf = (cloud: Cloud): RestApiState =>
  restApiState(cloud.kernel.world.scope(serviceName, defaultAccount, defaultRegion));

/** Changes the stage `prod`, as UpdateStage would. */
export function changeStage(cloud: Cloud, restApiId: string, changes: Partial<StageRecord>): void {
  const { stages } = stateOf(cloud);
  const key = childKey(restApiId, 'prod');
  const stage = stages.get(key);
  if (!stage) throw new Error('there is no stage prod');
  stages.set(key, { ...stage, ...changes });
  touchApi(stateOf(cloud), restApiId);
}

/** An API of integrations with services, in a stage `prod` of such settings. */
export async function deployStage(
  cloud: Cloud,
  methods: readonly ServiceMethod[],
  changes: Partial<StageRecord> = {},
): Promise<StageFixture> {
  const apis = new APIGatewayClient(cloud.clientConfig());
  const api = await makeServiceApi(apis, methods);
  const url = await makeStage(apis, api, cloud.endpoint);
  changeStage(cloud, api.restApiId, changes);
  return { restApiId: api.restApiId, url };
}
