import type {
  DeleteFunctionCodeSigningConfigCommandInput,
  GetFunctionCodeSigningConfigCommandInput,
  PutFunctionCodeSigningConfigCommandInput,
} from '@aws-sdk/client-lambda';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { signingConfigNotFound } from '../errors.ts';
import { findLatest } from '../function-reference.ts';
import type { LambdaState } from '../state.ts';

interface Attached {
  readonly CodeSigningConfigArn?: string;
  readonly FunctionName?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionCodeSigningConfig.html */
export const putFunctionCodeSigningConfig: Operation<
  PutFunctionCodeSigningConfigCommandInput,
  Attached,
  LambdaState
> = (state, input, context) => {
  const CodeSigningConfigArn = input.CodeSigningConfigArn ?? '';
  assertSigningConfig(state, CodeSigningConfigArn);
  const record = recordOf(state, input.FunctionName, context, 'PutFunctionCodeSigningConfig');
  state.functions.set(record.name, { ...record, codeSigningConfigArn: CodeSigningConfigArn });
  return { CodeSigningConfigArn, FunctionName: record.name };
};

/** Empty for a function without one. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionCodeSigningConfig.html */
export const getFunctionCodeSigningConfig: Operation<
  GetFunctionCodeSigningConfigCommandInput,
  Attached,
  LambdaState
> = (state, input, context) => {
  const record = recordOf(state, input.FunctionName, context, 'GetFunctionCodeSigningConfig');
  const { name, codeSigningConfigArn } = record;
  return codeSigningConfigArn === undefined ? {} : { CodeSigningConfigArn: codeSigningConfigArn, FunctionName: name };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionCodeSigningConfig.html */
export const deleteFunctionCodeSigningConfig: Operation<
  DeleteFunctionCodeSigningConfigCommandInput,
  object,
  LambdaState
> = (state, input, context) => {
  const record = recordOf(state, input.FunctionName, context, 'DeleteFunctionCodeSigningConfig');
  const { codeSigningConfigArn: _gone, ...rest } = record;
  state.functions.set(record.name, rest);
  return {};
};

/** Throws CodeSigningConfigNotFoundException. */
export function assertSigningConfig(state: LambdaState, arn: string): void {
  if (!state.codeSigningConfigs.has(arn.split(':').at(-1) ?? '')) throw signingConfigNotFound(arn);
}

const recordOf = (state: LambdaState, name: string | undefined, context: Context, operation: string) =>
  findLatest(state, context, operation, name).record;
