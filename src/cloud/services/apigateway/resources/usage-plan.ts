import type { PatchOperation, UsagePlan } from '@aws-sdk/client-api-gateway';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType, resourceType } from '../../../service-kit/resource-type.ts';
import { usagePlanReading } from './more-readings.ts';
import { replacements } from './patches.ts';
import { inputOf } from './service-input.ts';
import { applyTags, formatTagArn } from './tag-changes.ts';

const throttle = { members: { BurstLimit: 'number', RateLimit: 'number' } } as const;

const properties = {
  ApiStages: { list: { members: { ApiId: 'text', Stage: 'text', Throttle: { map: throttle } } } },
  Description: 'text',
  Quota: { members: { Limit: 'number', Offset: 'number', Period: 'text' } },
  Tags: 'tags',
  Throttle: throttle,
  UsagePlanName: 'text',
} as const satisfies Kinds;

type Declared = Values<typeof properties>;
type Stage = NonNullable<Declared['ApiStages']>[number];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplan.html */
export const usagePlan = codedResourceType({
  type: 'AWS::ApiGateway::UsagePlan',
  reading: usagePlanReading,
  properties,
  attributes: ['Id'],
  async create({ UsagePlanName, ...p }, context) {
    const input = { name: UsagePlanName ?? context.generateName(128), ...inputOf(p) };
    const { id = '' } = await context.call<UsagePlan>('apigateway', 'CreateUsagePlan', input);
    return { physicalId: id, attributes: { Id: id } };
  },
  async update(state, p, previous, context) {
    const usagePlanId = state.physicalId;
    const patchOperations = changesOf(p, previous);
    await context.call('apigateway', 'UpdateUsagePlan', { usagePlanId, patchOperations });
    await applyTags(context, formatTagArn(context.region, `/usageplans/${usagePlanId}`), p, previous);
    return state;
  },
  /** Stages go first: a plan that has some is not deleted. */
  async delete({ physicalId: usagePlanId }, { ApiStages = [] }, context) {
    const patchOperations = ApiStages.map((stage) => ({ op: 'remove', path: '/apiStages', value: nameOf(stage) }));
    await unlessGone(
      context.call('apigateway', 'UpdateUsagePlan', { usagePlanId, patchOperations }),
      'NotFoundException',
      'BadRequestException',
    );
    await unlessGone(context.call('apigateway', 'DeleteUsagePlan', { usagePlanId }), 'NotFoundException');
  },
});

const nameOf = ({ ApiId, Stage: stage }: Stage): string => `${ApiId}:${stage}`;

function changesOf(p: Declared, previous: Declared): PatchOperation[] {
  const named = p.UsagePlanName === undefined ? {} : { UsagePlanName: '/name' };
  return [
    ...replacements({ ...named, Description: '/description' }, p, previous),
    ...structureChanges(
      '/throttle',
      { BurstLimit: '/burstLimit', RateLimit: '/rateLimit' },
      p.Throttle,
      previous.Throttle,
    ),
    ...structureChanges('/quota', { Limit: '/limit', Offset: '/offset', Period: '/period' }, p.Quota, previous.Quota),
    ...stageChanges(p.ApiStages ?? [], previous.ApiStages ?? []),
  ];
}

/** A structure that is not in the template any more goes as a whole; members that are left out become zero. */
function structureChanges(
  at: string,
  members: Readonly<Record<string, string>>,
  now: object | undefined,
  before: object | undefined,
): PatchOperation[] {
  if (!now) return before ? [{ op: 'remove', path: at }] : [];
  return replacements(members, now, before ?? {}).map(({ path = '', value, ...operation }) => ({
    ...operation,
    path: at + path,
    value: value || '0',
  }));
}

function stageChanges(now: readonly Stage[], before: readonly Stage[]): PatchOperation[] {
  const kept = new Set(now.map(nameOf));
  const known = new Map(before.map((stage) => [nameOf(stage), stage]));
  const gone = before.filter((stage) => !kept.has(nameOf(stage)));
  return [
    ...gone.map((stage) => ({ op: 'remove' as const, path: '/apiStages', value: nameOf(stage) })),
    ...now.flatMap((stage) => throttleChanges(stage, known.get(nameOf(stage)))),
  ];
}

function throttleChanges(stage: Stage, before: Stage | undefined): PatchOperation[] {
  const name = nameOf(stage);
  const added: PatchOperation[] = before ? [] : [{ op: 'add', path: '/apiStages', value: name }];
  const [now, past] = [stage.Throttle ?? {}, before?.Throttle ?? {}];
  const removed = Object.keys(past).filter((key) => !Object.hasOwn(now, key));
  return [
    ...added,
    ...removed.map((key) => ({ op: 'remove' as const, path: `/apiStages/${name}/throttle/${key}` })),
    ...Object.entries(now).flatMap(([key, limits]) =>
      structureChanges(
        `/apiStages/${name}/throttle/${key}`,
        { BurstLimit: '/burstLimit', RateLimit: '/rateLimit' },
        limits,
        past[key],
      ),
    ),
  ];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplankey.html */
export const usagePlanKey = resourceType({
  type: 'AWS::ApiGateway::UsagePlanKey',
  service: 'apigateway',
  properties: { KeyId: 'text', KeyType: 'text', UsagePlanId: 'text' },
  create: {
    operation: 'CreateUsagePlanKey',
    input: inputOf,
    physicalId: (_, { KeyId, UsagePlanId }) => `${KeyId}:${UsagePlanId}`,
  },
  attributes: { Id: (_, { KeyId, UsagePlanId }) => `${KeyId}:${UsagePlanId}` },
  delete: {
    operation: 'DeleteUsagePlanKey',
    input: ({ KeyId, UsagePlanId }) => ({ keyId: KeyId, usagePlanId: UsagePlanId }),
    gone: ['NotFoundException'],
  },
});
