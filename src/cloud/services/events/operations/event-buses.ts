import type {
  CreateEventBusRequest,
  CreateEventBusResponse,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  DescribeEventBusResponse,
  ListEventBusesRequest,
  ListEventBusesResponse,
  UpdateEventBusRequest,
  UpdateEventBusResponse,
} from '@aws-sdk/client-eventbridge';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { describeBus, settingsOf, summarizeBus } from '../buses/describe-bus.ts';
import { allBuses, assertNotDefault, busArn, busName, findBus, getBus } from '../buses/find-bus.ts';
import { busExists, invalidToken, validation } from '../errors.ts';
import type { EventsOperation } from '../operation.ts';
import { type EventBus, rulesOf } from '../state.ts';
import { assertDeadLetterQueue } from '../targets/dead-letter-queue.ts';

const listMax = 100;

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
export const createEventBus: EventsOperation<CreateEventBusRequest, CreateEventBusResponse> = (
  state,
  input,
  context,
) => {
  const { Name: name } = input;
  if (input.EventSourceName !== undefined) throw new UnsupportedError('EventBridge buses of partner event sources');
  if (name.includes('/')) throw validation("Event bus name must not contain '/'.");
  if (findBus(state, name, context)) throw busExists(name);
  assertDeadLetterQueue(input.DeadLetterConfig);
  const nowMs = context.clock.now();
  const bus = withoutEmpty({
    name,
    arn: busArn(context, name),
    createdMs: nowMs,
    modifiedMs: nowMs,
    tags: tagRecord(input.Tags ?? []),
    ...settingsIn(input),
  });
  state.buses.set(name, bus);
  return { EventBusArn: bus.arn, ...settingsOf(bus) };
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html */
export const updateEventBus: EventsOperation<UpdateEventBusRequest, UpdateEventBusResponse> = (
  state,
  input,
  context,
) => {
  const bus = getBus(state, busName(input.Name, context), context);
  assertDeadLetterQueue(input.DeadLetterConfig);
  const updated = withoutEmpty({ ...bus, ...settingsIn(input), modifiedMs: context.clock.now() });
  state.buses.set(bus.name, updated);
  return { Arn: bus.arn, Name: bus.name, ...settingsOf(updated) };
};

const settingsIn = (input: UpdateEventBusRequest) =>
  given({
    description: input.Description,
    kmsKeyIdentifier: input.KmsKeyIdentifier,
    deadLetterConfig: input.DeadLetterConfig,
    logConfig: input.LogConfig,
  });

/** What is set to nothing is taken away: of a key, AWS's page says so. */
function withoutEmpty(bus: EventBus): EventBus {
  const { description, kmsKeyIdentifier, deadLetterConfig, logConfig, ...rest } = bus;
  return {
    ...rest,
    ...(description && { description }),
    ...(kmsKeyIdentifier && { kmsKeyIdentifier }),
    ...(deadLetterConfig?.Arn !== undefined && { deadLetterConfig }),
    ...(logConfig?.Level !== undefined && { logConfig }),
  };
}

/** A bus that is not there is no mistake. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html */
export const deleteEventBus: EventsOperation<DeleteEventBusRequest, object> = (state, input, context) => {
  const name = busName(input.Name, context);
  assertNotDefault(name);
  for (const _ of rulesOf(state, name)) throw validation("EventBus can't be deleted since it has rules.");
  state.buses.delete(name);
  state.revisions.delete(name);
  return {};
};

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeEventBus.html */
export const describeEventBus: EventsOperation<DescribeEventBusRequest, DescribeEventBusResponse> = (
  state,
  input,
  context,
) => describeBus(getBus(state, busName(input.Name, context), context));

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html */
export const listEventBuses: EventsOperation<ListEventBusesRequest, ListEventBusesResponse> = (
  state,
  { NamePrefix = '', Limit = listMax, NextToken: token },
  context,
) => {
  const buses = allBuses(state, context).filter(({ name }) => name.startsWith(NamePrefix));
  const { items, next } = pageOf(buses, { limit: Limit, token, keyOf: ({ name }) => name, invalidToken });
  return { EventBuses: items.map(summarizeBus), ...(next !== undefined && { NextToken: next }) };
};
