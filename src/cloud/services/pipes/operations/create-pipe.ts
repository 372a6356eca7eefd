import type { CreatePipeRequest, CreatePipeResponse } from '@aws-sdk/client-pipes';
import { formatArn } from '../../../kernel/arns.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import { pipeExists } from '../errors.ts';
import { probeSource } from '../execution/probe-source.ts';
import type { PipesRuntime } from '../runtime.ts';
import { changedPipe } from '../settings/describe-pipe.ts';
import { assertBody } from '../settings/schema-texts.ts';
import { readSettings } from '../settings/settings.ts';
import { createPipeBody } from '../shapes.ts';
import { type PipeRecord, type PipesState, positionKey } from '../state.ts';

/**
 * The pipe is there, and runs, when the answer comes; the answer names the state that AWS's is in for its first half minute.
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_CreatePipe.html
 */
export const createPipe: Operation<CreatePipeRequest, CreatePipeResponse, PipesState, PipesRuntime> = async (
  state,
  input,
  context,
) => {
  assertBody(input, createPipeBody);
  const name = input.Name ?? '';
  const settings = readSettings(input);
  const probe = await probeSource(settings, context);
  // After the last wait, as nothing may happen between this and the writing.
  if (state.pipes.has(name)) throw pipeExists(name);
  const { account, region } = context;
  const nowMs = context.clock.now();
  const desiredState = input.DesiredState ?? 'RUNNING';
  const pipe: PipeRecord = {
    ...settings,
    id: context.random.uuid(),
    name,
    arn: formatArn({ service: 'pipes', region, account, resource: `pipe/${name}` }),
    roleArn: input.RoleArn ?? '',
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.KmsKeyIdentifier && { kmsKeyIdentifier: input.KmsKeyIdentifier }),
    desiredState,
    currentState: probe.reason === undefined ? desiredState : 'CREATE_FAILED',
    ...(probe.reason !== undefined && { stateReason: probe.reason }),
    createdMs: nowMs,
    modifiedMs: nowMs,
    tags: input.Tags ?? {},
  };
  state.pipes.set(name, pipe);
  for (const [shardId, sequence] of probe.begin) state.positions.set(positionKey(pipe, shardId), sequence);
  context.runtime.follow(context, name);
  return changedPipe(pipe, 'CREATING');
};
