import { ref } from '../language/intrinsics.ts';
import { type Fields, isEqual, isMap, isNothing, isTruthy } from '../language/values.ts';
import { apiKey, usagePlan, usagePlanKey } from '../resources/api-gateway.ts';
import type { Resource, ResourceType } from '../resources/resource.ts';
import { besideApi, invalidApi, type RestApiInput } from './rest-api-input.ts';

const properties: readonly string[] = ['CreateUsagePlan', 'Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName'];

/**
 * The usage plan that the API's `Auth` asks for, its own or the one that it shares, with a key.
 * @throws InvalidResource, InvalidTemplate
 */
export function usagePlanOf(api: RestApiInput, stageId: string): Resource[] {
  const auth = api.get('Auth') as Fields | undefined;
  if (!isTruthy(auth) || isNothing(auth?.UsagePlan)) return [];
  const wanted = auth.UsagePlan;
  const kind = planKind(api, wanted);
  if (kind === 'NONE') return [];
  const [plan, key, planKey] = kind === 'PER_API' ? ownPlan(api, stageId) : sharedPlan(api, stageId);
  for (const name of ['UsagePlanName', 'Description', 'Quota', 'Tags', 'Throttle']) {
    const value = (wanted as Fields)[name];
    if (isTruthy(value)) plan.set(name, value);
  }
  return [plan, key, planKey];
}

function planKind(api: RestApiInput, wanted: unknown): 'SHARED' | 'PER_API' | 'NONE' {
  if (!isMap(wanted)) throw invalidApi(api, "'UsagePlan' must be a dictionary");
  if (!Object.keys(wanted).every((key) => properties.includes(key))) {
    throw invalidApi(api, "Invalid property for 'UsagePlan'");
  }
  const kind = wanted.CreateUsagePlan;
  if (isNothing(kind)) throw invalidApi(api, "'CreateUsagePlan' is a required field for UsagePlan.");
  if (kind === 'SHARED' || kind === 'PER_API' || kind === 'NONE') return kind;
  throw invalidApi(api, "'CreateUsagePlan' accepts one of ['SHARED', 'PER_API', 'NONE'].");
}

type Plan = readonly [Resource, Resource, Resource];

function ownPlan(api: RestApiInput, stageId: string): Plan {
  const { id } = api;
  const plan = besideApi(api, usagePlan, `${id}UsagePlan`, { dependsOn: [id] });
  plan.set('ApiStages', [{ ApiId: ref(id), Stage: ref(stageId) }]);
  const key = besideApi(api, apiKey, `${id}ApiKey`, { dependsOn: [plan.logicalId] });
  key.set('Enabled', true);
  key.set('StageKeys', [{ RestApiId: ref(id), StageName: ref(stageId) }]);
  return [plan, key, planKeyFor(besideApi(api, usagePlanKey, `${id}UsagePlanKey`), plan, key)];
}

function sharedPlan(api: RestApiInput, stageId: string): Plan {
  const { id, context, passed } = api;
  const shared = context.sharedUsagePlan;
  const resource = (kind: ResourceType, logicalId: string, dependsOn: string[]) =>
    besideApi(api, kind, logicalId, { dependsOn, attributes: shared.attributesWith(passed, context.conditions) });
  if (!shared.dependsOn.includes(id)) shared.dependsOn.push(id);
  // Lists are the same ones for all that share the plan.
  const plan = resource(usagePlan, 'ServerlessUsagePlan', shared.dependsOn);
  addOnce(shared.apiStages, { ApiId: ref(id), Stage: ref(stageId) });
  plan.set('ApiStages', shared.apiStages);
  const key = resource(apiKey, 'ServerlessApiKey', [plan.logicalId]);
  key.set('Enabled', true);
  addOnce(shared.stageKeys, { RestApiId: ref(id), StageName: ref(stageId) });
  key.set('StageKeys', shared.stageKeys);
  return [plan, key, planKeyFor(resource(usagePlanKey, 'ServerlessUsagePlanKey', []), plan, key)];
}

function addOnce(list: Fields[], item: Fields): void {
  if (!list.some((present) => isEqual(present, item))) list.push(item);
}

function planKeyFor(planKey: Resource, plan: Resource, key: Resource): Resource {
  planKey.dependsOn = [key.logicalId];
  planKey.set('KeyId', ref(key.logicalId));
  planKey.set('KeyType', 'API_KEY');
  planKey.set('UsagePlanId', ref(plan.logicalId));
  return planKey;
}
