import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { activityExists, activityNotFound, invalidArn, invalidName, invalidToken } from '../errors.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { type Activity, activityAt, isActivityArn } from '../tasks/activities/activity.ts';
import { claimTask } from '../tasks/activities/activity-tasks.ts';

type Op<Input, Output> = Operation<Input, Output, StatesState, StatesRuntime>;

/** What names must not have: white space, brackets, wildcards, special and control characters. */
const namePattern = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;
const pollMs = 60_000;
const pageMax = 100;

/** Making it again changes nothing. https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateActivity.html */
export const createActivity: Op<Given<Sdk.CreateActivityInput>, Sdk.CreateActivityOutput> = (
  state,
  { name, tags = [], encryptionConfiguration: encryption },
  { account, region, clock },
) => {
  if (!namePattern.test(name)) throw invalidName(name);
  const arn = `arn:aws:states:${region}:${account}:activity:${name}`;
  const before = state.activities.get(name);
  if (before) {
    if (encryption && JSON.stringify(encryption) !== JSON.stringify(before.encryption)) throw activityExists();
    return { activityArn: arn, creationDate: new Date(before.createdMs) };
  }
  const activity: Activity = {
    name,
    arn,
    createdMs: clock.now(),
    ...(encryption && { encryption }),
    tags: Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value])),
  };
  state.activities.set(name, activity);
  return { activityArn: arn, creationDate: new Date(activity.createdMs) };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeActivity.html */
export const describeActivity: Op<Given<Sdk.DescribeActivityInput>, Sdk.DescribeActivityOutput> = (
  state,
  { activityArn },
) => {
  const { encryption } = found(state, activityArn);
  return {
    ...listed(found(state, activityArn)),
    encryptionConfiguration: encryption ?? { type: 'AWS_OWNED_KEY' },
  };
};

/** One that is not there is deleted. https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteActivity.html */
export const deleteActivity: Op<Given<Sdk.DeleteActivityInput>, Sdk.DeleteActivityOutput> = (
  state,
  { activityArn },
) => {
  if (!isActivityArn(activityArn)) throw invalidArn(activityArn);
  const activity = activityAt(state, activityArn);
  if (!activity) return {};
  state.activities.delete(activity.name);
  const waiting = state.activityTasks.entries({ from: `${activity.name}|`, to: `${activity.name}|~` });
  for (const [key] of [...waiting]) state.activityTasks.delete(key);
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListActivities.html */
export const listActivities: Op<Given<Sdk.ListActivitiesInput>, Sdk.ListActivitiesOutput> = (
  state,
  { maxResults, nextToken },
) => {
  const { items, next } = pageOf(state.activities.values(), {
    // 0 is as good as none.
    limit: maxResults || pageMax,
    token: nextToken,
    keyOf: ({ name }) => name,
    invalidToken,
  });
  return { activities: items.map(listed), ...(next !== undefined && { nextToken: next }) };
};

/**
 * Waits a minute for a task at most.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetActivityTask.html
 */
export const getActivityTask: Op<Given<Sdk.GetActivityTaskInput>, Sdk.GetActivityTaskOutput> = async (
  state,
  { activityArn, workerName },
  context,
) => {
  const { name } = found(state, activityArn);
  const attempt = () => claimTask(state, name, workerName, context);
  const { clock, signal, runtime } = context;
  const deadlineMs = clock.now() + pollMs;
  const task = await runtime.activityPolls.wait({ activityArn, deadlineMs, clock, signal, attempt });
  return task ? { taskToken: task.token, input: task.input } : {};
};

function found(state: StatesState, arn: string): Activity {
  if (!isActivityArn(arn)) throw invalidArn(arn);
  const activity = activityAt(state, arn);
  if (!activity) throw activityNotFound(arn);
  return activity;
}

const listed = ({ arn, name, createdMs }: Activity) => ({
  activityArn: arn,
  name,
  creationDate: new Date(createdMs),
});
