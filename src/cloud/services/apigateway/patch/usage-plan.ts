import type { ApiStage, PatchOperation } from '@aws-sdk/client-api-gateway';
import { badRequest, notFound } from '../errors.ts';
import type { RestApiState, UsagePlanRecord } from '../state.ts';
import { assertApiStage } from '../validation/usage-plan.ts';
import { applyPatch } from './apply-patch.ts';
import type { PatchPath } from './patch-path.ts';
import { nullOrEmpty, readNumber } from './patch-values.ts';

type Throttles = NonNullable<ApiStage['throttle']>;

/** Stages as paths name them: `api:stage`. */
type PatchablePlan = Omit<UsagePlanRecord, 'apiStages'> & {
  readonly apiStages: Readonly<Record<string, { readonly throttle?: Throttles }>>;
};

const methodPath = '/apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>';
const placeOfMethod = ([stage = '', resource = '', method = '']: readonly string[]) => [
  'apiStages',
  stage,
  'throttle',
  `${resource}/${method}`,
];

/** Number members are written in texts, like all values of patches. */
const limit = (path: string): PatchPath => ({ path, ops: ['add', 'replace'], read: readNumber });
const methodLimit = (name: string): PatchPath => ({
  ...limit(`${methodPath}/${name}`),
  at: (names) => [...placeOfMethod(names), name],
});

/** Paths are told in AWS's order, its misprint included. */
const patchPaths: readonly PatchPath[] = [
  { path: '/apiStages', ops: ['add', 'remove'] },
  { path: '/quota', ops: ['remove'] },
  { path: '/throttle', ops: ['remove'] },
  { path: '/name', ops: ['replace'], whenEmpty: nullOrEmpty },
  { path: '/description', ops: ['replace'] },
  { path: '/productCode', ops: ['add', 'replace', 'remove'] },
  limit('/quota/limit'),
  limit('/quota/offset'),
  { path: '/quota/period', ops: ['add', 'replace'] },
  limit('/throttle/rateLimit'),
  limit('/throttle/burstLimit'),
  { path: methodPath, ops: ['remove'], at: placeOfMethod },
  methodLimit('rateLimit'),
  methodLimit('burstLimit'),
  { path: '/apiStages/<apidId:stageName>/throttle', ops: ['remove'] },
];

/**
 * The plan after all operations. Its stages are named by values (`api:stage`), and resources within paths may be
 * written with slashes. https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
 */
export function patchUsagePlan(
  state: RestApiState,
  { apiStages = [], ...plan }: UsagePlanRecord,
  operations: readonly PatchOperation[],
): UsagePlanRecord {
  const stages = apiStages.map(({ apiId, stage, throttle }) => [
    `${apiId}:${stage}`,
    { ...(throttle && { throttle }) },
  ]);
  let patched: PatchablePlan = { ...plan, apiStages: Object.fromEntries(stages) };
  for (const operation of operations) {
    const { path, op } = operation;
    patched =
      path === '/apiStages' && (op === 'add' || op === 'remove')
        ? { ...patched, apiStages: changedStages(state, patched.apiStages, operation) }
        : applyPatch(patched, [withEscapedResource(operation, patched)], patchPaths);
  }
  return { ...patched, apiStages: Object.entries(patched.apiStages).map(apiStageOf) };
}

function changedStages(
  state: RestApiState,
  stages: PatchablePlan['apiStages'],
  { op, value = '' }: PatchOperation,
): PatchablePlan['apiStages'] {
  if (op === 'remove') {
    if (!Object.hasOwn(stages, value)) throw badRequest('Invalid API Stage specified');
    const { [value]: _, ...others } = stages;
    return others;
  }
  const [apiId = '', stage = ''] = value.split(':');
  if (!apiId || !stage) throw notFound(`API Stage not found: ${value}`);
  assertApiStage(state, { apiId, stage });
  return { ...stages, [value]: stages[value] ?? {} };
}

/** `/apiStages/a1:prod/throttle//pets/{id}/GET/rateLimit` has its resource as one step afterwards. */
function withEscapedResource(operation: PatchOperation, { apiStages }: PatchablePlan): PatchOperation {
  const [, method = '', member = ''] = /^(.*?)(\/rateLimit|\/burstLimit)?$/.exec(operation.path ?? '') ?? [];
  const match = /^(\/apiStages\/([^/]+)\/throttle)\/(.*)(\/[^/]+)$/.exec(method);
  if (!match) return operation;
  const [, prefix = '', stage = '', resource = '', verb = ''] = match;
  if (!Object.hasOwn(apiStages, stage)) throw notFound(`API Stage not found: ${stage}`);
  const escaped = resource === '' ? '~1' : resource.replaceAll('/', '~1');
  return { ...operation, path: `${prefix}/${escaped}${verb}${member}` };
}

function apiStageOf([name, { throttle }]: readonly [string, { readonly throttle?: Throttles }]): ApiStage {
  const [apiId = '', stage = ''] = name.split(':');
  const entries = Object.entries(throttle ?? {});
  const limits = entries.map(([key, { burstLimit = 0, rateLimit = 0 }]) => [key, { burstLimit, rateLimit }] as const);
  return { apiId, stage, ...(entries.length > 0 && { throttle: Object.fromEntries(limits) }) };
}
