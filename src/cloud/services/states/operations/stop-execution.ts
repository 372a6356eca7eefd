import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { executionNotFound, typeNotSupported } from '../errors.ts';
import { abortExecution } from '../execution/end-execution.ts';
import { takeTurn } from '../execution/take-turn.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export const stopExecution: Operation<
  Given<Sdk.StopExecutionInput>,
  Sdk.StopExecutionOutput,
  StatesState,
  StatesRuntime
> = async (state, { executionArn, error, cause }, context) => {
  if (executionArn.includes(':express:')) throw typeNotSupported();
  if (!state.executions.has(executionArn)) throw executionNotFound(executionArn);
  const stopped = await takeTurn(state, executionArn, context, async (turn) => abortExecution(error, cause, turn));
  // One that is over stays as it ended.
  const { stopMs } = stopped ?? state.executions.get(executionArn) ?? {};
  return { stopDate: new Date(stopMs ?? context.clock.now()) };
};
