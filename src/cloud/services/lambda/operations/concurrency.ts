import type {
  DeleteFunctionConcurrencyCommandInput,
  GetAccountSettingsCommandInput,
  GetAccountSettingsResponse,
  GetFunctionConcurrencyCommandInput,
  PutFunctionConcurrencyCommandInput,
} from '@aws-sdk/client-lambda';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { unzippedBytesMax } from '../code/archive-error.ts';
import { untypedInvalidParameter } from '../errors.ts';
import { findFunction, readFunctionName } from '../function-reference.ts';
import { accountConcurrency, reservedTotal, unreservedMin } from '../invocation/concurrency.ts';
import type { LambdaState } from '../state.ts';

interface Reservation {
  readonly ReservedConcurrentExecutions?: number;
}

/** AWS's defaults: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const totalCodeBytesMax = 80_530_636_800;
const zippedBytesMax = 52_428_800;

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
export const putFunctionConcurrency: Operation<PutFunctionConcurrencyCommandInput, Reservation, LambdaState> = (
  state,
  input,
  context,
) => {
  const { qualifier } = readFunctionName(context, 'PutFunctionConcurrency', input.FunctionName ?? '');
  if (qualifier !== undefined) {
    throw untypedInvalidParameter(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
    );
  }
  const record = recordOf(state, input.FunctionName, context, 'PutFunctionConcurrency');
  const reserved = input.ReservedConcurrentExecutions ?? 0;
  if (accountConcurrency - reservedTotal(state, record.name) - reserved < unreservedMin) {
    throw untypedInvalidParameter(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${unreservedMin}].`,
    );
  }
  state.functions.set(record.name, { ...record, reservedConcurrency: reserved });
  return { ReservedConcurrentExecutions: reserved };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html */
export const getFunctionConcurrency: Operation<GetFunctionConcurrencyCommandInput, Reservation, LambdaState> = (
  state,
  input,
  context,
) => {
  const { reservedConcurrency } = recordOf(state, input.FunctionName, context, 'GetFunctionConcurrency');
  return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html */
export const deleteFunctionConcurrency: Operation<DeleteFunctionConcurrencyCommandInput, object, LambdaState> = (
  state,
  input,
  context,
) => {
  const record = recordOf(state, input.FunctionName, context, 'DeleteFunctionConcurrency');
  const { reservedConcurrency: _removed, ...rest } = record;
  state.functions.set(record.name, rest);
  return {};
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export const getAccountSettings: Operation<GetAccountSettingsCommandInput, GetAccountSettingsResponse, LambdaState> = (
  state,
) => {
  let totalCodeSize = 0;
  for (const { code } of state.versions.values()) totalCodeSize += code.bytes;
  for (const { code } of state.layers.values()) totalCodeSize += code.bytes;
  return {
    AccountLimit: {
      TotalCodeSize: totalCodeBytesMax,
      CodeSizeUnzipped: unzippedBytesMax,
      CodeSizeZipped: zippedBytesMax,
      ConcurrentExecutions: accountConcurrency,
      UnreservedConcurrentExecutions: accountConcurrency - reservedTotal(state),
    },
    AccountUsage: { TotalCodeSize: totalCodeSize, FunctionCount: state.functions.size },
  };
};

function recordOf(state: LambdaState, functionName: string | undefined, context: Context, operation: string) {
  const reference = readFunctionName(context, operation, functionName ?? '');
  return findFunction(state, context, { ...reference, qualifier: undefined });
}
