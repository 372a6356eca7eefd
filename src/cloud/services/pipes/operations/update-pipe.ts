import type { CreatePipeRequest, UpdatePipeRequest, UpdatePipeResponse } from '@aws-sdk/client-pipes';
import type { Operation } from '../../../service-kit/contract.ts';
import { probeSource } from '../execution/probe-source.ts';
import type { PipesRuntime } from '../runtime.ts';
import { changedPipe, findPipe } from '../settings/describe-pipe.ts';
import { assertBody } from '../settings/schema-texts.ts';
import { readSettings } from '../settings/settings.ts';
import { updatePipeBody } from '../shapes.ts';
import { type PipeRecord, type PipesState, positionKey } from '../state.ts';

/**
 * What the input does not name stays as it was; a structure that belongs to one service is replaced as a whole, its source's
 * starting position excepted, which cannot be changed.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_UpdatePipe.html
 */
export const updatePipe: Operation<UpdatePipeRequest, UpdatePipeResponse, PipesState, PipesRuntime> = async (
  state,
  input,
  context,
) => {
  assertBody(input, updatePipeBody);
  const before = findPipe(state, input.Name);
  const settings = readSettings(merged(before, input));
  const probe = await probeSource(settings, context);
  const pipe = findPipe(state, input.Name);
  const desiredState = input.DesiredState ?? pipe.desiredState;
  const description = input.Description ?? pipe.description;
  const kmsKeyIdentifier = input.KmsKeyIdentifier ?? pipe.kmsKeyIdentifier;
  const { id, name, arn, createdMs, tags, source } = pipe;
  const updated: PipeRecord = {
    ...settings,
    ...(pipe.startingTimestampMs !== undefined && { startingTimestampMs: pipe.startingTimestampMs }),
    ...{ id, name, arn, source, createdMs, tags, desiredState },
    roleArn: input.RoleArn ?? pipe.roleArn,
    ...(description !== undefined && { description }),
    ...(kmsKeyIdentifier && { kmsKeyIdentifier }),
    currentState: probe.reason === undefined ? desiredState : 'UPDATE_FAILED',
    ...(probe.reason !== undefined && { stateReason: probe.reason }),
    modifiedMs: context.clock.now(),
  };
  // A pipe that never ran begins where its source is now.
  if (pipe.currentState === 'CREATE_FAILED') {
    for (const [shardId, sequence] of probe.begin) state.positions.set(positionKey(pipe, shardId), sequence);
  }
  state.pipes.set(name, updated);
  context.runtime.follow(context, name);
  return changedPipe(updated, 'UPDATING');
};

function merged(before: PipeRecord, input: UpdatePipeRequest): Omit<CreatePipeRequest, 'Name' | 'RoleArn'> {
  return {
    Source: before.source,
    SourceParameters: mergedSource(before, input.SourceParameters ?? {}),
    Enrichment: input.Enrichment ?? before.enrichment,
    EnrichmentParameters: input.EnrichmentParameters ?? before.enrichmentParameters,
    Target: input.Target ?? before.target,
    TargetParameters: input.TargetParameters ?? before.targetParameters,
    LogConfiguration: input.LogConfiguration ?? before.logConfiguration,
  };
}

function mergedSource(
  { sourceParameters: before, startingTimestampMs }: PipeRecord,
  given: NonNullable<UpdatePipeRequest['SourceParameters']>,
): CreatePipeRequest['SourceParameters'] {
  const { KinesisStreamParameters: stream, DynamoDBStreamParameters: table } = before;
  const StartingPositionTimestamp = startingTimestampMs === undefined ? undefined : new Date(startingTimestampMs);
  const timed = stream && { ...stream, StartingPositionTimestamp };
  return {
    ...before,
    ...given,
    ...(timed && {
      KinesisStreamParameters: given.KinesisStreamParameters
        ? { ...given.KinesisStreamParameters, StartingPosition: timed.StartingPosition, StartingPositionTimestamp }
        : timed,
    }),
    ...(table &&
      given.DynamoDBStreamParameters && {
        DynamoDBStreamParameters: { ...given.DynamoDBStreamParameters, StartingPosition: table.StartingPosition },
      }),
  } as CreatePipeRequest['SourceParameters'];
}
