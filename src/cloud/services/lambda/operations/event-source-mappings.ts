import type {
  DeleteEventSourceMappingCommandInput,
  EventSourceMappingConfiguration,
  GetEventSourceMappingCommandInput,
  ListEventSourceMappingsCommandInput,
  ListEventSourceMappingsResponse,
  UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { assertSourceFits, isStream } from '../event-sources/event-source.ts';
import { describeMapping, findMapping, findTarget } from '../event-sources/find-mapping.ts';
import { mappingSettings } from '../event-sources/mapping-settings.ts';
import { streamMappingSettings } from '../event-sources/stream-settings.ts';
import { readFunctionName } from '../function-reference.ts';
import { paginate } from '../pages.ts';
import type { LambdaRuntime } from '../runtime.ts';
import type { EventSourceMapping, LambdaState } from '../state.ts';

/** AWS: of up to 10,000 that may be asked for. */
const mappingsMax = 100;

type MappingOperation<Input> = Operation<Input, EventSourceMappingConfiguration, LambdaState, LambdaRuntime>;

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html */
export const getEventSourceMapping: MappingOperation<GetEventSourceMappingCommandInput> = (state, input, context) =>
  describeMapping(context, findMapping(state, input.UUID));

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html */
export const listEventSourceMappings: Operation<
  ListEventSourceMappingsCommandInput,
  ListEventSourceMappingsResponse,
  LambdaState
> = (state, input, context) => {
  const { EventSourceArn, FunctionName } = input;
  const target =
    FunctionName === undefined ? undefined : readFunctionName(context, 'ListEventSourceMappings', FunctionName);
  const mappings = [...state.eventSourceMappings.values()].filter(
    ({ eventSourceArn, functionName, qualifier }) =>
      (EventSourceArn === undefined || eventSourceArn === EventSourceArn) &&
      (target === undefined || (functionName === target.name && qualifier === target.qualifier)),
  );
  const page = paginate(mappings, ({ uuid }) => uuid, input, mappingsMax);
  return {
    EventSourceMappings: page.items.map((mapping) => describeMapping(context, mapping)),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html */
export const updateEventSourceMapping: MappingOperation<UpdateEventSourceMappingCommandInput> = async (
  state,
  input,
  context,
) => {
  const { eventSourceArn } = findMapping(state, input.UUID);
  const target = await changedTarget(state, input, context, eventSourceArn);
  // Looked up again: the check of the queue may have taken a while.
  const previous = findMapping(state, input.UUID);
  const { uuid, functionName, qualifier, tags } = previous;
  const mapping: EventSourceMapping = {
    ...(isStream(eventSourceArn)
      ? streamMappingSettings(eventSourceArn, input, previous)
      : mappingSettings(eventSourceArn, input, previous)),
    uuid,
    eventSourceArn,
    ...(target ?? { functionName, ...(qualifier !== undefined && { qualifier }) }),
    lastModifiedMs: context.clock.now(),
    tags,
  };
  state.eventSourceMappings.set(uuid, mapping);
  context.runtime.eventSources.follow(context, uuid);
  if (mapping.isEnabled === previous.isEnabled) return describeMapping(context, mapping, 'Updating');
  return describeMapping(context, mapping, mapping.isEnabled ? 'Enabling' : 'Disabling');
};

/** Another function for the mapping, if the input names one; it must suit the queue as the first one did. */
async function changedTarget(
  state: LambdaState,
  { FunctionName }: UpdateEventSourceMappingCommandInput,
  context: Context,
  queueArn: string,
): Promise<Pick<EventSourceMapping, 'functionName' | 'qualifier'> | undefined> {
  if (FunctionName === undefined) return undefined;
  const { name, qualifier } = readFunctionName(context, 'UpdateEventSourceMapping', FunctionName);
  const { version } = findTarget(state, context, { name, qualifier });
  await assertSourceFits(context, queueArn, version);
  return { functionName: name, ...(qualifier !== undefined && { qualifier }) };
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html */
export const deleteEventSourceMapping: MappingOperation<DeleteEventSourceMappingCommandInput> = (
  state,
  input,
  context,
) => {
  const mapping = findMapping(state, input.UUID);
  state.eventSourceMappings.delete(mapping.uuid);
  for (const key of [...state.checkpoints.keys({ from: mapping.uuid, before: `${mapping.uuid};` })])
    state.checkpoints.delete(key);
  context.runtime.eventSources.follow(context, mapping.uuid);
  return describeMapping(context, mapping, 'Deleting');
};
