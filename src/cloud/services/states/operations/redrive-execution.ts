import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { executionNotFound, notRedrivable, typeNotSupported } from '../errors.ts';
import { redrive } from '../execution/redrive.ts';
import { Turn } from '../execution/turn.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { redriveOf } from '../telling/redrive-of.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html */
export const redriveExecution: Operation<
  Given<Sdk.RedriveExecutionInput>,
  Sdk.RedriveExecutionOutput,
  StatesState,
  StatesRuntime
> = (state, { executionArn, clientToken }, context) => {
  if (executionArn.includes(':express:')) throw typeNotSupported();
  const execution = state.executions.get(executionArn);
  const revision = execution && state.revisions.get(execution.revision);
  if (!revision) throw executionNotFound(executionArn);
  const { redriveToken, redriveMs } = execution;
  if (clientToken !== undefined && clientToken === redriveToken && redriveMs !== undefined)
    return { redriveDate: new Date(redriveMs) };
  const { redriveStatus, redriveStatusReason } = redriveOf(execution, context.clock.now());
  if (redriveStatus !== 'REDRIVABLE')
    throw notRedrivable(redriveStatusReason ?? 'Execution is redrivable by its map run');
  const turn = new Turn(state, execution, revision, context);
  redrive(turn);
  if (clientToken !== undefined) turn.execution = { ...turn.execution, redriveToken: clientToken };
  turn.write();
  return { redriveDate: new Date(turn.nowMs) };
};
