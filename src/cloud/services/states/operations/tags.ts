import type * as Sdk from '@aws-sdk/client-sfn';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { type Tags, withoutTags } from '../../../service-kit/tags.ts';
import { invalidArn, resourceNotFound, tooManyTags } from '../errors.ts';
import type { StatesState } from '../state.ts';
import { activityAt } from '../tasks/activities/activity.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html */
const tagsMax = 50;

/** Tags as this service takes them, by key. */
export const readTags = (tags: readonly Sdk.Tag[] = []): Tags =>
  Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));

/** Those that CloudFormation puts on do not count. */
export function assertTagCount(arn: string, tags: Tags): void {
  const counted = Object.keys(tags).filter((key) => !key.startsWith('aws:'));
  if (counted.length > tagsMax) throw tooManyTags(arn);
}

interface Tagged {
  readonly tags: Tags;
  save(tags: Tags): void;
}

/** Machines and activities have tags; versions, aliases and executions have none. Throws InvalidArn and ResourceNotFound. */
function findTagged(state: StatesState, arn: string): Tagged {
  if (!arn.startsWith('arn:')) throw invalidArn(arn);
  const activity = activityAt(state, arn);
  if (activity) {
    return { tags: activity.tags, save: (tags) => state.activities.set(activity.name, { ...activity, tags }) };
  }
  const machine = state.machines.get(arn.split(':').slice(6).join(':'));
  if (machine?.arn !== arn) return raise(resourceNotFound(arn));
  return { tags: machine.tags, save: (tags) => state.machines.set(machine.name, { ...machine, tags }) };
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListTagsForResource.html */
export const listTagsForResource: Operation<
  Given<Sdk.ListTagsForResourceInput>,
  Sdk.ListTagsForResourceOutput,
  StatesState
> = (state, { resourceArn }) => ({
  tags: Object.entries(findTagged(state, resourceArn).tags).map(([key, value]) => ({ key, value })),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TagResource.html */
export const tagResource: Operation<Given<Sdk.TagResourceInput>, object, StatesState> = (
  state,
  { resourceArn, tags },
) => {
  const tagged = findTagged(state, resourceArn);
  const all = { ...tagged.tags, ...readTags(tags) };
  assertTagCount(resourceArn, all);
  tagged.save(all);
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UntagResource.html */
export const untagResource: Operation<Given<Sdk.UntagResourceInput>, object, StatesState> = (
  state,
  { resourceArn, tagKeys },
) => {
  const tagged = findTagged(state, resourceArn);
  tagged.save(withoutTags(tagged.tags, tagKeys));
  return {};
};
