import type * as Sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../kernel/errors.ts';
import { traceHeader as headerOf } from '../../../kernel/trace.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Execution, StatesState } from '../state.ts';
import { billedDurationMs, billedMemoryMb } from '../telling/billing.ts';
import { beginExecution } from './start-execution.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html */
export const startSyncExecution: Operation<
  Given<Sdk.StartSyncExecutionInput>,
  Sdk.StartSyncExecutionOutput,
  StatesState,
  StatesRuntime
> = async (state, input, context) => {
  const begun = beginExecution(state, input, context, { isSync: true });
  const ended = await waitForEnd(begun, context);
  const isWhole = input.includedData !== 'METADATA_ONLY';
  const { name, machineArn, startMs, stopMs = startMs, status, output, error, cause } = ended;
  const details = { included: isWhole };
  return {
    executionArn: ended.arn,
    stateMachineArn: ended.aliasArn ?? ended.versionArn ?? machineArn,
    name,
    startDate: new Date(startMs),
    stopDate: new Date(stopMs),
    status: status as Sdk.SyncExecutionStatus,
    ...(isWhole && { input: ended.input, ...(output !== undefined && { output }) }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    inputDetails: details,
    outputDetails: details,
    traceHeader: ended.traceHeader ?? headerOf(context.trace),
    billingDetails: {
      billedDurationInMilliseconds: billedDurationMs(stopMs - startMs),
      billedMemoryUsedInMB: billedMemoryMb,
    },
  };
};

/** Makes the execution's calls in the course of this one, until it is over. */
function waitForEnd({ arn }: Execution, context: Context<StatesRuntime>): Promise<Execution> {
  const { runtime, kernel } = context;
  const { promise, resolve, reject } = Promise.withResolvers<Execution>();
  const { age } = runtime;
  runtime.whenOver(arn, (ended) => {
    runtime.syncCalls.leave(arn);
    if (ended) resolve(ended);
    else reject(new AwsError('InternalServerError', 'The execution was lost.', { status: 500 }));
  });
  runtime.syncCalls.takeOver(arn, (call) => {
    context.call('states', call.operation, call.input, { caller: call.caller }).catch(() => {
      // It may not have come as far as its operation: the scheduler tries again until it has.
      if (runtime.age === age) kernel.scheduler.deferDelivery(call);
    });
  });
  return promise;
}
