import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { executionNotFound, notInThisContext } from '../errors.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Execution, StatesState } from '../state.ts';
import { redriveOf } from '../telling/redrive-of.ts';

type Op<Input, Output> = Operation<Input, Output, StatesState, StatesRuntime>;

/** An execution that operations know: one of an express machine only if a map run began it. */
export function findExecution(state: StatesState, executionArn: string): Execution {
  if (executionArn.includes(':express:')) throw notInThisContext('express');
  const execution = state.executions.get(executionArn);
  if (!execution) throw executionNotFound(executionArn);
  return execution;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution: Op<Given<Sdk.DescribeExecutionInput>, Partial<Sdk.DescribeExecutionOutput>> = (
  state,
  { executionArn, includedData },
  { clock },
) => {
  const execution = findExecution(state, executionArn);
  const { name, status, startMs, stopMs, input, output, error, cause, traceHeader, redriveMs } = execution;
  const isWhole = includedData !== 'METADATA_ONLY';
  return {
    executionArn,
    name,
    stateMachineArn: execution.machineArn,
    status,
    startDate: new Date(startMs),
    ...(stopMs !== undefined && { stopDate: new Date(stopMs) }),
    ...(isWhole && { input, inputDetails: { included: true } }),
    ...(isWhole && output !== undefined && { output, outputDetails: { included: true } }),
    ...(isWhole && error !== undefined && { error }),
    ...(isWhole && cause !== undefined && { cause }),
    ...(traceHeader !== undefined && { traceHeader }),
    ...(execution.mapRunArn !== undefined && { mapRunArn: execution.mapRunArn }),
    ...(execution.versionArn !== undefined && { stateMachineVersionArn: execution.versionArn }),
    ...(execution.aliasArn !== undefined && { stateMachineAliasArn: execution.aliasArn }),
    redriveCount: execution.redrives ?? 0,
    ...(redriveMs !== undefined && { redriveDate: new Date(redriveMs) }),
    ...redriveOf(execution, clock.now()),
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineForExecution.html */
export const describeStateMachineForExecution: Op<
  Given<Sdk.DescribeStateMachineForExecutionInput>,
  Partial<Sdk.DescribeStateMachineForExecutionOutput>
> = (state, { executionArn, includedData }) => {
  const execution = findExecution(state, executionArn);
  const revision = state.revisions.get(execution.revision);
  if (!revision) throw executionNotFound(executionArn);
  const { machineArn, definition, roleArn, logging, tracing, encryption, createdMs, revisionId } = revision;
  const isWhole = includedData !== 'METADATA_ONLY';
  return {
    stateMachineArn: machineArn,
    name: machineArn.slice(machineArn.lastIndexOf(':') + 1),
    ...(isWhole && { definition }),
    roleArn,
    updateDate: new Date(createdMs),
    loggingConfiguration: logging,
    tracingConfiguration: tracing,
    encryptionConfiguration: encryption,
    ...(execution.mapRunArn !== undefined && {
      mapRunArn: execution.mapRunArn,
      label: labelIn(execution.mapRunArn),
    }),
    ...(revisionId !== undefined && { revisionId }),
  };
};

/** `arn:…:mapRun:Orders/Each:uuid` is of the Map with the label `Each`. */
const labelIn = (mapRunArn: string): string => mapRunArn.split('/')[1]?.split(':')[0] ?? '';
