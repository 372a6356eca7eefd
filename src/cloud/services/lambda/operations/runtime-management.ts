import type {
  GetFunctionRecursionConfigCommandInput,
  GetRuntimeManagementConfigCommandInput,
  GetRuntimeManagementConfigResponse,
  PutFunctionRecursionConfigCommandInput,
  PutRuntimeManagementConfigCommandInput,
  PutRuntimeManagementConfigResponse,
  RecursiveLoop,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../../service-kit/contract.ts';
import { invalidParameter } from '../errors.ts';
import { findLatest, findVersion, functionArn, latest, readFunctionName } from '../function-reference.ts';
import { keyOf, type LambdaState } from '../state.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutRuntimeManagementConfig.html */
export const putRuntimeManagementConfig: Operation<
  PutRuntimeManagementConfigCommandInput,
  PutRuntimeManagementConfigResponse,
  LambdaState
> = (state, input, context) => {
  const reference = readFunctionName(context, 'PutRuntimeManagementConfig', input.FunctionName ?? '', input.Qualifier);
  const { version } = findVersion(state, context, reference);
  const { UpdateRuntimeOn = 'Auto', RuntimeVersionArn } = input;
  if (UpdateRuntimeOn === 'Manual' && RuntimeVersionArn === undefined) {
    throw invalidParameter('RuntimeVersionArn is required when UpdateRuntimeOn is Manual.');
  }
  if (UpdateRuntimeOn !== 'Manual' && RuntimeVersionArn !== undefined) {
    throw invalidParameter('RuntimeVersionArn can be specified only when UpdateRuntimeOn is Manual.');
  }
  const config = { updateOn: UpdateRuntimeOn, ...(RuntimeVersionArn !== undefined && { arn: RuntimeVersionArn }) };
  state.runtimeManagement.set(keyOf(version.name, version.version), config);
  const FunctionArn = functionArn(context, version.name, reference.qualifier ?? latest);
  return { UpdateRuntimeOn, FunctionArn, ...(RuntimeVersionArn !== undefined && { RuntimeVersionArn }) };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetRuntimeManagementConfig.html */
export const getRuntimeManagementConfig: Operation<
  GetRuntimeManagementConfigCommandInput,
  GetRuntimeManagementConfigResponse,
  LambdaState
> = (state, input, context) => {
  const reference = readFunctionName(context, 'GetRuntimeManagementConfig', input.FunctionName ?? '', input.Qualifier);
  const { version } = findVersion(state, context, reference);
  const { updateOn, arn } = state.runtimeManagement.get(keyOf(version.name, version.version)) ?? { updateOn: 'Auto' };
  return {
    UpdateRuntimeOn: updateOn,
    FunctionArn: functionArn(context, version.name, reference.qualifier ?? latest),
    ...(arn !== undefined && { RuntimeVersionArn: arn }),
  };
};

interface Recursion {
  readonly RecursiveLoop: RecursiveLoop;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionRecursionConfig.html */
export const putFunctionRecursionConfig: Operation<PutFunctionRecursionConfigCommandInput, Recursion, LambdaState> = (
  state,
  input,
  context,
) => {
  const { record } = findLatest(state, context, 'PutFunctionRecursionConfig', input.FunctionName);
  const recursiveLoop = input.RecursiveLoop ?? 'Terminate';
  state.functions.set(record.name, { ...record, recursiveLoop });
  return { RecursiveLoop: recursiveLoop };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionRecursionConfig.html */
export const getFunctionRecursionConfig: Operation<GetFunctionRecursionConfigCommandInput, Recursion, LambdaState> = (
  state,
  input,
  context,
) => ({
  RecursiveLoop:
    findLatest(state, context, 'GetFunctionRecursionConfig', input.FunctionName).record.recursiveLoop ?? 'Terminate',
});
