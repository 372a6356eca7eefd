import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { executionNotFound } from '../errors.ts';
import { eventKey } from '../execution/history-event.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { redriveOf } from '../telling/redrive-of.ts';

type Op<Input, Output> = Operation<Input, Output, StatesState, StatesRuntime>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution: Op<Given<Sdk.DescribeExecutionInput>, Partial<Sdk.DescribeExecutionOutput>> = (
  state,
  { executionArn },
  { clock },
) => {
  const execution = state.executions.get(executionArn);
  if (!execution) throw executionNotFound(executionArn);
  const { name, machineArn, status, startMs, stopMs, input, output, error, cause, redriveMs } = execution;
  return {
    executionArn,
    name,
    stateMachineArn: machineArn,
    status,
    startDate: new Date(startMs),
    input,
    inputDetails: { included: true },
    ...(stopMs !== undefined && { stopDate: new Date(stopMs) }),
    ...(output !== undefined && { output, outputDetails: { included: true } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    redriveCount: execution.redrives ?? 0,
    ...(redriveMs !== undefined && { redriveDate: new Date(redriveMs) }),
    ...redriveOf(execution, clock.now()),
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory: Op<Given<Sdk.GetExecutionHistoryInput>, Sdk.GetExecutionHistoryOutput> = (
  state,
  { executionArn },
) => {
  if (!state.executions.has(executionArn)) throw executionNotFound(executionArn);
  const range = { from: eventKey(executionArn, 0), to: `${executionArn}|~` };
  const events = [...state.events.entries(range)].map(([, event]) => event);
  return {
    events: events.map(({ atMs, previous, ...event }) => ({
      ...event,
      timestamp: new Date(atMs),
      previousEventId: previous,
    })),
  };
};
