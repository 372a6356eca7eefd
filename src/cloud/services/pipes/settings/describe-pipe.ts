import type { CreatePipeResponse, DescribePipeResponse, Pipe, PipeState } from '@aws-sdk/client-pipes';
import { pipeNotFound } from '../errors.ts';
import type { PipeRecord, PipesState } from '../state.ts';

/** Throws NotFoundException. */
export function findPipe(state: PipesState, name: string | undefined): PipeRecord {
  const pipe = state.pipes.get(name ?? '');
  if (!pipe) throw pipeNotFound(name ?? '');
  return pipe;
}

/** What is answered to whoever changes a pipe: the state that AWS's pipe is in while it changes. */
export const changedPipe = (pipe: PipeRecord, currentState: PipeState = pipe.currentState): CreatePipeResponse => ({
  Arn: pipe.arn,
  Name: pipe.name,
  DesiredState: pipe.desiredState,
  CurrentState: currentState,
  CreationTime: new Date(pipe.createdMs),
  LastModifiedTime: new Date(pipe.modifiedMs),
});

/** A pipe in a list. */
export const listedPipe = (pipe: PipeRecord): Pipe => ({
  ...changedPipe(pipe),
  ...(pipe.stateReason !== undefined && { StateReason: pipe.stateReason }),
  Source: pipe.source,
  Target: pipe.target,
  ...(pipe.enrichment !== undefined && { Enrichment: pipe.enrichment }),
});

/** All that is known of a pipe. */
export const describedPipe = (pipe: PipeRecord): DescribePipeResponse => ({
  ...listedPipe(pipe),
  ...(pipe.description !== undefined && { Description: pipe.description }),
  SourceParameters: sourceParametersOf(pipe),
  ...(pipe.enrichmentParameters && { EnrichmentParameters: pipe.enrichmentParameters }),
  ...(pipe.targetParameters && { TargetParameters: pipe.targetParameters }),
  RoleArn: pipe.roleArn,
  Tags: { ...pipe.tags },
  ...(pipe.logConfiguration && { LogConfiguration: pipe.logConfiguration }),
  ...(pipe.kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: pipe.kmsKeyIdentifier }),
});

function sourceParametersOf({ sourceParameters, startingTimestampMs }: PipeRecord) {
  const { KinesisStreamParameters } = sourceParameters;
  if (!KinesisStreamParameters || startingTimestampMs === undefined) return sourceParameters;
  const StartingPositionTimestamp = new Date(startingTimestampMs);
  return { ...sourceParameters, KinesisStreamParameters: { ...KinesisStreamParameters, StartingPositionTimestamp } };
}
