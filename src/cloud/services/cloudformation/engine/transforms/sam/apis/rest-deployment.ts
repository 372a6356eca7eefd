import { ref } from '../language/intrinsics.ts';
import { legacyText } from '../language/legacy/legacy-text.ts';
import { textOf } from '../language/legacy/made-text.ts';
import { hashedId, hashOf } from '../language/logical-id.ts';
import { isAlphanumeric, pythonJson, pythonText } from '../language/python-text.ts';
import { isNothing, isTruthy } from '../language/values.ts';
import { deployment, stage } from '../resources/api-gateway.ts';
import type { Resource } from '../resources/resource.ts';
import { tagList } from '../resources/tags.ts';
import { besideApi, type RestApiInput } from './rest-api-input.ts';

const digestChars = 40;

/** The API's deployment, and the stage that shows it. */
export function deploymentAndStage(api: RestApiInput, definition: unknown): [Resource, Resource] {
  const deployed = besideApi(api, deployment, `${api.id}Deployment`);
  deployed.set('RestApiId', ref(api.id));
  if (!isTruthy(api.get('OpenApiVersion'))) deployed.set('StageName', 'Stage');
  const shown = besideApi(api, stage, stageId(api));
  shown.set('RestApiId', ref(api.id));
  for (const name of [
    'StageName',
    'CacheClusterEnabled',
    'CacheClusterSize',
    'Variables',
    'MethodSettings',
    'AccessLogSetting',
    'CanarySetting',
    'TracingEnabled',
  ]) {
    shown.set(name, api.get(name));
  }
  if (isTruthy(definition)) nameAfterContent(api, deployed, definition);
  shown.set('DeploymentId', ref(deployed.logicalId));
  const tags = api.get('Tags');
  if (!isNothing(tags)) shown.set('Tags', tagList(tags as Record<string, unknown>));
  return [deployed, shown];
}

function stageId(api: RestApiInput): string {
  const name = textOf(api.get('StageName'));
  const prefix = typeof name === 'string' ? name : '';
  return isAlphanumeric(prefix) ? `${api.id}${prefix}Stage` : hashedId(`${api.id}Stage`, prefix);
}

/** A deployment whose content changes is another one, for API Gateway's deployments never change. */
function nameAfterContent(api: RestApiInput, deployed: Resource, definition: unknown): void {
  const { context, id } = api;
  const version = api.get('OpenApiVersion');
  const domain = api.get('Domain');
  const names = context.functionNames[id];
  const content = [
    legacyText(definition),
    ...(isTruthy(version) ? [pythonText(version)] : []),
    ...(isTruthy(domain) ? [pythonJson(domain)] : []),
    ...(names ? [names] : []),
  ];
  const data = isTruthy(api.get('AlwaysDeploy')) ? String(Math.floor(context.now / 1000)) : content.join('||');
  deployed.logicalId = hashedId(deployed.logicalId, data);
  deployed.set('Description', `RestApi deployment id: ${hashOf(data, digestChars)}`);
}
