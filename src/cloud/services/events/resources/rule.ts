import type { ListTargetsByRuleResponse, PutRuleResponse } from '@aws-sdk/client-eventbridge';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, retag, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { busName, defaultBusName } from '../buses/find-bus.ts';
import { ruleReading } from './readings.ts';

const nameMax = 64;

const target = {
  members: {
    Id: 'text',
    Arn: 'text',
    RoleArn: 'text',
    Input: 'text',
    InputPath: 'text',
    InputTransformer: { members: { InputPathsMap: { map: 'text' }, InputTemplate: 'text' } },
    KinesisParameters: { members: { PartitionKeyPath: 'text' } },
    SqsParameters: { members: { MessageGroupId: 'text' } },
    HttpParameters: {
      members: {
        PathParameterValues: { list: 'text' },
        HeaderParameters: { map: 'text' },
        QueryStringParameters: { map: 'text' },
      },
    },
    DeadLetterConfig: { members: { Arn: 'text' } },
    RetryPolicy: { members: { MaximumRetryAttempts: 'number', MaximumEventAgeInSeconds: 'number' } },
  },
} as const;

const properties = {
  Name: 'text',
  EventBusName: 'text',
  EventPattern: 'document',
  ScheduleExpression: 'text',
  State: 'text',
  Description: 'text',
  RoleArn: 'text',
  Targets: { list: target },
  Tags: 'tags',
} as const satisfies Kinds;

type Rule = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html */
export const rule = codedResourceType({
  type: 'AWS::Events::Rule',
  reading: ruleReading,
  properties,
  attributes: ['Arn', 'RuleName'],
  async create(p, context) {
    const name = p.Name ?? context.generateName(nameMax);
    const Arn = await put(name, p, context, { Tags: p.Tags });
    await putTargets(name, p, context);
    const bus = busOf(p, context);
    // Rules of other buses are known by both names, those of the default bus by their own.
    const physicalId = bus === defaultBusName ? name : `${bus}|${name}`;
    return { physicalId, attributes: { Arn, RuleName: name } };
  },
  async update(state, p, previous, context) {
    const name = nameOf(state.physicalId);
    const Arn = await put(name, p, context);
    const kept = new Set((p.Targets ?? []).map(({ Id }) => Id));
    const gone = (previous.Targets ?? []).flatMap(({ Id }) => (Id !== undefined && !kept.has(Id) ? [Id] : []));
    await removeTargets(name, gone, p, context);
    await putTargets(name, p, context);
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => context.call('events', 'UntagResource', { ResourceARN: Arn, TagKeys }),
      tag: (Tags) => context.call('events', 'TagResource', { ResourceARN: Arn, Tags }),
    });
    return state;
  },
  async delete(state, p, context) {
    const name = nameOf(state.physicalId);
    const on = { EventBusName: busOf(p, context) };
    await unlessGone(
      (async () => {
        const input = { ...on, Rule: name };
        const { Targets = [] } = await context.call<ListTargetsByRuleResponse>('events', 'ListTargetsByRule', input);
        await removeTargets(
          name,
          Targets.map(({ Id = '' }) => Id),
          p,
          context,
        );
        await context.call('events', 'DeleteRule', { ...on, Name: name });
      })(),
      'ResourceNotFoundException',
    );
  },
});

const nameOf = (physicalId: string): string => physicalId.slice(physicalId.lastIndexOf('|') + 1);

const busOf = ({ EventBusName }: Rule, context: ResourceContext): string => busName(EventBusName, context);

async function put(name: string, p: Rule, context: ResourceContext, more: object = {}): Promise<string> {
  const { Targets: _targets, Tags: _tags, ...settings } = p;
  const input = { ...settings, ...more, Name: name, EventBusName: busOf(p, context) };
  const { RuleArn = '' } = await context.call<PutRuleResponse>('events', 'PutRule', input);
  return RuleArn;
}

async function putTargets(name: string, p: Rule, context: ResourceContext): Promise<void> {
  if (!p.Targets?.length) return;
  const input = { Rule: name, EventBusName: busOf(p, context), Targets: p.Targets };
  await context.call('events', 'PutTargets', input);
}

async function removeTargets(name: string, Ids: readonly string[], p: Rule, context: ResourceContext): Promise<void> {
  if (Ids.length === 0) return;
  await context.call('events', 'RemoveTargets', { Rule: name, EventBusName: busOf(p, context), Ids });
}
