import type { CreateEventSourceMappingCommandInput, EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { latestPositions } from '../../../event-sources/streams/latest-positions.ts';
import { openStream } from '../../../event-sources/streams/open-stream.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { conflict } from '../errors.ts';
import { assertSourceFits, isStream, readEventSource } from '../event-sources/event-source.ts';
import { describeMapping, findTarget } from '../event-sources/find-mapping.ts';
import { lambdaPrincipal, positionKey } from '../event-sources/mapping-consumer.ts';
import { mappingSettings } from '../event-sources/mapping-settings.ts';
import { streamMappingSettings } from '../event-sources/stream-settings.ts';
import { type FunctionReference, readFunctionName } from '../function-reference.ts';
import type { LambdaRuntime } from '../runtime.ts';
import type { EventSourceMapping, LambdaState } from '../state.ts';
import { assertTagCount } from '../tag-count.ts';

type Create = Operation<
  CreateEventSourceMappingCommandInput,
  EventSourceMappingConfiguration,
  LambdaState,
  LambdaRuntime
>;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html, for queues and for streams of tables. */
export const createEventSourceMapping: Create = async (state, input, context) => {
  const eventSourceArn = readEventSource(input, context);
  assertTagCount(input.Tags ?? {});
  const reference = readFunctionName(context, 'CreateEventSourceMapping', input.FunctionName ?? '');
  const { version } = findTarget(state, context, reference);
  const settings = isStream(eventSourceArn)
    ? streamMappingSettings(eventSourceArn, input)
    : mappingSettings(eventSourceArn, input);
  await assertSourceFits(context, eventSourceArn, version);
  const begin =
    settings.stream?.startingPosition === 'LATEST' ? await positionsNow(context, eventSourceArn) : undefined;
  // Last, as nothing may happen between this and the writing.
  assertNew(state, eventSourceArn, reference);
  const mapping: EventSourceMapping = {
    ...settings,
    uuid: context.random.uuid(),
    eventSourceArn,
    functionName: reference.name,
    ...(reference.qualifier !== undefined && { qualifier: reference.qualifier }),
    lastModifiedMs: context.clock.now(),
    tags: input.Tags ?? {},
  };
  state.eventSourceMappings.set(mapping.uuid, mapping);
  for (const [shardId, sequence] of begin ?? []) {
    state.checkpoints.set(positionKey(mapping, shardId), sequence);
  }
  context.runtime.eventSources.follow(context, mapping.uuid);
  return describeMapping(context, mapping, 'Creating');
};

const positionsNow = ({ kernel, account, region }: Context, sourceArn: string) =>
  latestPositions(openStream(kernel, { sourceArn, principal: lambdaPrincipal, account, region }));

function assertNew(state: LambdaState, queueArn: string, { name, qualifier }: FunctionReference): void {
  for (const mapping of state.eventSourceMappings.values()) {
    if (mapping.eventSourceArn !== queueArn || mapping.functionName !== name || mapping.qualifier !== qualifier)
      continue;
    throw conflict(
      `An event source mapping with ${isStream(queueArn) ? 'event source' : 'SQS'} arn (" ${queueArn} ") and function (" ${name} ") already exists. Please update or delete the existing mapping with UUID ${mapping.uuid}`,
    );
  }
}
