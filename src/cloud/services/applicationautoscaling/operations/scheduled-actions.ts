import type {
  DeleteScheduledActionRequest,
  ScheduledAction as Described,
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse,
  PutScheduledActionRequest,
} from '@aws-sdk/client-application-auto-scaling';
import { formatArn } from '../../../kernel/arns.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { actionNotFound, invalidNextToken, notRegistered, validation } from '../errors.ts';
import { type AutoScalingState, ownedKey, type ScheduledAction } from '../state.ts';
import { isAsked } from './is-asked.ts';
import { assertRegistered } from './scalable-targets.ts';

const pageSizeDefault = 50;

/**
 * Kept, and never carried out. What is not given of an action that is there stays.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
 */
export const putScheduledAction: Operation<Given<PutScheduledActionRequest>, object, AutoScalingState> = (
  state,
  input,
  { account, clock, random, region },
) => {
  assertRegistered(state, input, notRegistered);
  const { ScheduledActionName: name, ServiceNamespace, ResourceId, ScalableDimension, ...rest } = input;
  const existing = state.actions.get(ownedKey(input, name));
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const settings = { Schedule: undefined, ...existing?.settings, ...given };
  assertSchedule(settings);
  const resource = `scheduledAction:${random.uuid()}:resource/${ServiceNamespace}/${ResourceId}:scheduledActionName/${name}`;
  state.actions.set(ownedKey(input, name), {
    ServiceNamespace,
    ResourceId,
    ScalableDimension,
    name,
    arn: existing?.arn ?? formatArn({ service: 'autoscaling', region, account, resource }),
    createdMs: existing?.createdMs ?? clock.now(),
    settings,
  });
  return {};
};

function assertSchedule({ Schedule, ScalableTargetAction: action }: ScheduledAction['settings']): void {
  if (Schedule === undefined || !/^(?:at|cron|rate)\(.+\)$/.test(Schedule)) {
    throw validation('Schedule must be an at(), rate() or cron() expression');
  }
  const { MinCapacity, MaxCapacity } = action ?? {};
  if (MinCapacity === undefined && MaxCapacity === undefined) {
    throw validation('ScalableTargetAction must specify MinCapacity, MaxCapacity or both');
  }
  if (MinCapacity !== undefined && MaxCapacity !== undefined && MaxCapacity < MinCapacity) {
    throw validation('Maximum capacity cannot be less than minimum capacity');
  }
}

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DeleteScheduledAction.html */
export const deleteScheduledAction: Operation<Given<DeleteScheduledActionRequest>, object, AutoScalingState> = (
  state,
  input,
) => {
  const { ScheduledActionName: name } = input;
  if (!state.actions.delete(ownedKey(input, name))) throw actionNotFound(input, name);
  return {};
};

/** https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScheduledActions.html */
export const describeScheduledActions: Operation<
  Given<DescribeScheduledActionsRequest>,
  DescribeScheduledActionsResponse,
  AutoScalingState
> = (state, input) => {
  const { MaxResults: limit = pageSizeDefault, NextToken: token, ScheduledActionNames: names = [] } = input;
  const found = [...state.actions.values()].filter(
    (action) => isAsked(action, input) && (names.length === 0 || names.includes(action.name)),
  );
  const keyOf = (action: ScheduledAction) => ownedKey(action, action.name);
  const { items, next } = pageOf(found, { limit, token, keyOf, invalidToken: invalidNextToken });
  return { ScheduledActions: items.map(described), ...(next !== undefined && { NextToken: next }) };
};

const described = (action: ScheduledAction) => {
  const { arn, createdMs, name, settings, ServiceNamespace, ResourceId, ScalableDimension } = action;
  return {
    ScheduledActionName: name,
    ScheduledActionARN: arn,
    ServiceNamespace,
    ResourceId,
    ScalableDimension,
    ...settings,
    CreationTime: new Date(createdMs),
  } as Described;
};
