import type {
  DeletePipeRequest,
  DeletePipeResponse,
  StartPipeRequest,
  StartPipeResponse,
  StopPipeRequest,
  StopPipeResponse,
} from '@aws-sdk/client-pipes';
import type { Operation } from '../../../service-kit/contract.ts';
import { probeSource } from '../execution/probe-source.ts';
import type { PipesRuntime } from '../runtime.ts';
import { changedPipe, findPipe } from '../settings/describe-pipe.ts';
import type { PipeRecord, PipesState } from '../state.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_StartPipe.html */
export const startPipe: Operation<StartPipeRequest, StartPipeResponse, PipesState, PipesRuntime> = async (
  state,
  input,
  context,
) => {
  const { reason } = await probeSource(findPipe(state, input.Name), context);
  const { stateReason: _, ...pipe } = findPipe(state, input.Name);
  const started: PipeRecord = {
    ...pipe,
    desiredState: 'RUNNING',
    currentState: reason === undefined ? 'RUNNING' : 'START_FAILED',
    ...(reason !== undefined && { stateReason: reason }),
    modifiedMs: context.clock.now(),
  };
  state.pipes.set(pipe.name, started);
  context.runtime.follow(context, pipe.name);
  return changedPipe(started, 'STARTING');
};

/** What a batch is worked on for is brought to its end. https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_StopPipe.html */
export const stopPipe: Operation<StopPipeRequest, StopPipeResponse, PipesState, PipesRuntime> = (
  state,
  input,
  context,
) => {
  const { stateReason: _, ...pipe } = findPipe(state, input.Name);
  const modifiedMs = context.clock.now();
  const stopped: PipeRecord = { ...pipe, desiredState: 'STOPPED', currentState: 'STOPPED', modifiedMs };
  state.pipes.set(pipe.name, stopped);
  context.runtime.follow(context, pipe.name);
  return changedPipe(stopped, 'STOPPING');
};

/** https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_DeletePipe.html */
export const deletePipe: Operation<DeletePipeRequest, DeletePipeResponse, PipesState, PipesRuntime> = (
  state,
  input,
  context,
) => {
  const pipe = findPipe(state, input.Name);
  state.pipes.delete(pipe.name);
  for (const key of [...state.positions.keys()]) if (key.startsWith(`${pipe.id} `)) state.positions.delete(key);
  context.runtime.follow(context, pipe.name);
  return changedPipe({ ...pipe, desiredState: 'STOPPED' }, 'DELETING');
};
