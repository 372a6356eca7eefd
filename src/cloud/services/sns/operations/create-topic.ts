import type { CreateTopicInput, CreateTopicResponse } from '@aws-sdk/client-sns';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { invalidAttributes, invalidParameter } from '../errors.ts';
import type { SnsOperation } from '../operation.ts';
import type { Topic } from '../state.ts';
import { assertTopicAttribute, describeTopic, isTopicAttribute } from '../topics/attributes.ts';
import { topicArn } from '../topics/find-topic.ts';
import { assertTags } from './tags.ts';

const fifoName =
  'Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, ' +
  'underscores, and hyphens, and must be between 1 and 256 characters long.';

/**
 * The same topic again is answered with its ARN, unless it is asked for with other attributes.
 * https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
 */
export const createTopic: SnsOperation<CreateTopicInput, CreateTopicResponse> = (state, input, context) => {
  const { Name = '', Attributes = {}, Tags = [] } = input;
  if (input.DataProtectionPolicy) throw new UnsupportedError('SNS CreateTopic.DataProtectionPolicy');
  assertName(Name, Attributes.FifoTopic === 'true');
  const existing = state.topics.get(Name);
  const isFifo = Attributes.FifoTopic === 'true' || existing?.attributes.FifoTopic === 'true';
  const given = plainAttributes(Attributes, Name);
  const tags = tagRecord(Tags);
  if (existing) {
    assertSame({ ...existing.attributes, ...describeTopic(state, existing) }, given);
    if (Tags.length > 0 && !isSameRecord(existing.tags, tags)) {
      throw invalidParameter('Tags Reason: Topic already exists with different tags');
    }
    return { TopicArn: existing.arn };
  }
  assertTags(Tags);
  const arn = topicArn(context, Name);
  const topic: Topic = {
    name: Name,
    arn,
    owner: context.account,
    attributes: {
      ...(isFifo && { FifoTopic: 'true', ContentBasedDeduplication: 'false' }),
      ...given,
    },
    tags,
    createdMs: context.clock.now(),
    deletedCount: 0,
  };
  state.topics.set(Name, topic);
  return { TopicArn: arn };
};

function assertName(name: string, isFifo: boolean): void {
  if (isFifo && !/^[\w-]{1,251}\.fifo$/.test(name)) throw invalidParameter(fifoName);
  if (!isFifo && !/^[\w-]{1,256}$/.test(name)) {
    // A topic that is there may be asked for by its name alone.
    throw invalidParameter('Topic Name');
  }
}

/** Checked, and with yes and no in small letters. */
function plainAttributes(given: Readonly<Record<string, string>>, name: string): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [attribute, written] of Object.entries(given)) {
    const value = /^(?:true|false)$/i.test(written) ? written.toLowerCase() : written;
    if (attribute === 'FifoTopic') {
      if (value === 'true') plain.FifoTopic = value;
      continue;
    }
    if (!isTopicAttribute(attribute)) throw invalidAttributes(`Unknown attribute ${attribute}`);
    assertTopicAttribute(attribute, value, { name }, invalidAttributes);
    plain[attribute] = value;
  }
  return plain;
}

function assertSame(existing: Readonly<Record<string, string>>, given: Readonly<Record<string, string>>): void {
  const differs = Object.entries(given).some(([name, value]) => (existing[name] ?? '') !== value);
  if (differs) throw invalidAttributes('Topic already exists with different attributes');
}

const isSameRecord = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([key, value]) => other[key] === value);
