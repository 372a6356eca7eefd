import type {
  FunctionConfiguration,
  GetFunctionCommandInput,
  GetFunctionConfigurationCommandInput,
  GetFunctionResponse,
} from '@aws-sdk/client-lambda';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { withoutAwsTags } from '../../../service-kit/tags.ts';
import { codeLocation } from '../code/code-location.ts';
import { currentConfiguration } from '../configuration.ts';
import { type FoundVersion, findVersion, readFunctionName } from '../function-reference.ts';
import type { LambdaState } from '../state.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const getFunction: Operation<GetFunctionCommandInput, GetFunctionResponse, LambdaState> = (
  state,
  input,
  context,
) => {
  const reference = readFunctionName(context, 'GetFunction', input.FunctionName ?? '', input.Qualifier);
  const found = findVersion(state, context, reference);
  const { reservedConcurrency } = found.record;
  const isOfVersion = reference.qualifier !== undefined && reference.qualifier !== '$LATEST';
  const tags = isOfVersion ? withoutAwsTags(found.record.tags) : found.record.tags;
  return {
    Configuration: configurationOf(found, context, reference.qualifier),
    Code: { RepositoryType: 'S3', Location: codeLocation(context, found.version.code) },
    ...(Object.keys(tags).length > 0 && { Tags: { ...tags } }),
    ...(reservedConcurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
  };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration: Operation<
  GetFunctionConfigurationCommandInput,
  FunctionConfiguration,
  LambdaState
> = (state, input, context) => {
  const reference = readFunctionName(context, 'GetFunctionConfiguration', input.FunctionName ?? '', input.Qualifier);
  return configurationOf(findVersion(state, context, reference), context, reference.qualifier);
};

/** The ARN repeats the qualifier that was asked for, also an alias. */
const configurationOf = ({ version }: FoundVersion, context: Context, qualifier: string | undefined) =>
  currentConfiguration(context, version, qualifier);
