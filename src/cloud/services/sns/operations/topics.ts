import type {
  DeleteTopicInput,
  GetTopicAttributesInput,
  GetTopicAttributesResponse,
  ListTopicsInput,
  ListTopicsResponse,
  SetTopicAttributesInput,
} from '@aws-sdk/client-sns';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidParameter, invalidState } from '../errors.ts';
import type { SnsOperation } from '../operation.ts';
import { subscriptionsOf, type Topic } from '../state.ts';
import {
  archiveDaysOf,
  assertLargeMessages,
  assertTopicAttribute,
  describeTopic,
  isTopicAttribute,
} from '../topics/attributes.ts';
import { lookUpTopic, openTopic } from '../topics/find-topic.ts';
import { dropRange, forgetMessages } from '../topics/forget-messages.ts';

export const pageMax = 100;

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export const getTopicAttributes: SnsOperation<GetTopicAttributesInput, GetTopicAttributesResponse> = (
  state,
  { TopicArn },
  context,
) => {
  const { state: owner, topic } = openTopic(state, TopicArn, context);
  return { Attributes: describeTopic(owner, topic) };
};

const keepsMessages = (ArchivePolicy: string): boolean =>
  archiveDaysOf({ attributes: { ArchivePolicy } }) !== undefined;

/** https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html */
export const setTopicAttributes: SnsOperation<SetTopicAttributesInput> = (state, input, context) => {
  const { TopicArn, AttributeName, AttributeValue = '' } = input;
  const { state: owner, topic } = openTopic(state, TopicArn, context);
  if (!isTopicAttribute(AttributeName)) throw invalidParameter('AttributeName');
  const value = /^(?:true|false)$/i.test(AttributeValue) ? AttributeValue.toLowerCase() : AttributeValue;
  assertTopicAttribute(AttributeName, value, topic, invalidParameter);
  // Ending the archive deletes what is in it.
  if (AttributeName === 'ArchivePolicy' && !keepsMessages(value)) dropRange(owner.archive, `${topic.name}/`);
  if (AttributeName === 'MaximumMessageSize') assertLargeMessages(owner, topic, value, invalidParameter);
  const { [AttributeName]: _before, ...others } = topic.attributes;
  const isGone = value === '' && AttributeName !== 'DisplayName';
  owner.topics.set(topic.name, {
    ...topic,
    attributes: isGone ? others : { ...others, [AttributeName]: value },
    ...(AttributeName === 'ArchivePolicy' && { archiveSinceMs: context.clock.now() }),
  });
  return {};
};

/** What is not there is deleted. https://docs.aws.amazon.com/sns/latest/api/API_DeleteTopic.html */
export const deleteTopic: SnsOperation<DeleteTopicInput> = (state, { TopicArn }, context) => {
  const { state: owner, topic } = lookUpTopic(state, TopicArn, context);
  if (!topic) return {};
  if (archiveDaysOf(topic) !== undefined) {
    throw invalidState('Cannot delete a topic with an ArchivePolicy');
  }
  for (const { arn } of [...subscriptionsOf(owner, topic.arn)]) owner.subscriptions.delete(arn);
  forgetMessages(owner, topic);
  owner.topics.delete(topic.name);
  return {};
};

/** https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html */
export const listTopics: SnsOperation<ListTopicsInput, ListTopicsResponse> = (state, { NextToken }) => {
  const { items, next } = pageOf<Topic>(state.topics.values(), {
    limit: pageMax,
    token: NextToken,
    keyOf: ({ name }) => name,
    invalidToken: () => invalidParameter('NextToken'),
  });
  return { Topics: items.map(({ arn }) => ({ TopicArn: arn })), ...(next !== undefined && { NextToken: next }) };
};
