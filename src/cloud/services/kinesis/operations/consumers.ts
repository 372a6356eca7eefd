import type * as Kinesis from '@aws-sdk/client-kinesis';
import { pageOf } from '../../../service-kit/pages.ts';
import { consumerNotFound, inUse, invalidArgument, limitExceeded } from '../errors.ts';
import { type KinesisContext, type KinesisOperation, nothing } from '../operation.ts';
import type { KinesisState, StreamConsumer } from '../state.ts';
import { consumersOf, secondOf } from '../streams/describe-stream.ts';
import { findStream, nameOf } from '../streams/find-stream.ts';
import { assertTags } from './tags.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html */
const consumersMax = 20;

const describe = ({ name, arn, createdMs }: StreamConsumer, status: Kinesis.ConsumerStatus): Kinesis.Consumer => ({
  ConsumerName: name,
  ConsumerARN: arn,
  ConsumerStatus: status,
  ConsumerCreationTimestamp: secondOf(createdMs),
});

const consumersIn = (state: KinesisState, streamArn: string): StreamConsumer[] => [
  ...state.consumers.values(consumersOf(streamArn)),
];

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_RegisterStreamConsumer.html */
export const registerStreamConsumer: KinesisOperation<
  Kinesis.RegisterStreamConsumerInput,
  Kinesis.RegisterStreamConsumerOutput
> = (state, input, context) => {
  const stream = findStream(state, input, context);
  const { ConsumerName: name, Tags = {} } = input;
  const known = consumersIn(state, stream.arn);
  const same = known.find((consumer) => consumer.name === name);
  if (same) throw inUse(`Consumer ${name} under stream ${stream.name} already exists for account ${context.account}.`);
  assertTags(Tags);
  if (known.length >= consumersMax) {
    throw limitExceeded(
      `Consumer limit of ${consumersMax} under stream ${stream.name} for account ${context.account} is exceeded.`,
    );
  }
  const createdMs = context.clock.now();
  const arn = `${stream.arn}/consumer/${name}:${Math.floor(createdMs / 1000)}`;
  const consumer: StreamConsumer = { name, arn, streamArn: stream.arn, createdMs, tags: Tags };
  state.consumers.set(arn, consumer);
  return { Consumer: describe(consumer, 'CREATING') };
};

/** Throws ResourceNotFoundException, and InvalidArgumentException where none is named. */
export function findConsumer(
  state: KinesisState,
  input: Kinesis.DescribeStreamConsumerInput,
  context: KinesisContext,
): StreamConsumer {
  const { ConsumerARN, ConsumerName, StreamARN } = input;
  if (ConsumerARN !== undefined) {
    const found = state.consumers.get(ConsumerARN);
    if (!found) throw consumerNotFound(ConsumerARN, context.account);
    return found;
  }
  if (StreamARN === undefined || ConsumerName === undefined) {
    throw invalidArgument('Either ConsumerARN or both StreamARN and ConsumerName should be provided.');
  }
  const stream = findStream(state, { StreamARN }, context);
  const found = consumersIn(state, stream.arn).find(({ name }) => name === ConsumerName);
  if (!found) throw consumerNotFound(`${ConsumerName} under stream ${nameOf({ StreamARN })}`, context.account);
  return found;
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DescribeStreamConsumer.html */
export const describeStreamConsumer: KinesisOperation<
  Kinesis.DescribeStreamConsumerInput,
  Kinesis.DescribeStreamConsumerOutput
> = (state, input, context) => {
  const consumer = findConsumer(state, input, context);
  return { ConsumerDescription: { ...describe(consumer, 'ACTIVE'), StreamARN: consumer.streamArn } };
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeregisterStreamConsumer.html */
export const deregisterStreamConsumer: KinesisOperation<Kinesis.DeregisterStreamConsumerInput, object> = (
  state,
  input,
  context,
) => {
  const { arn } = findConsumer(state, input, context);
  state.consumers.delete(arn);
  state.policies.delete(arn);
  context.runtime.subscriptions.endOf(arn);
  return nothing;
};

const listedDefault = 100;

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreamConsumers.html */
export const listStreamConsumers: KinesisOperation<
  Kinesis.ListStreamConsumersInput,
  Kinesis.ListStreamConsumersOutput
> = (state, input, context) => {
  const stream = findStream(state, input, context);
  const { items, next } = pageOf(consumersIn(state, stream.arn), {
    limit: input.MaxResults ?? listedDefault,
    token: input.NextToken,
    keyOf: ({ arn }) => arn,
    invalidToken: () => invalidArgument('NextToken is invalid.'),
  });
  return { Consumers: items.map((consumer) => describe(consumer, 'ACTIVE')), ...(next && { NextToken: next }) };
};
