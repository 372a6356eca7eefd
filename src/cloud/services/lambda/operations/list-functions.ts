import type {
  ListFunctionsCommandInput,
  ListFunctionsResponse,
  ListVersionsByFunctionCommandInput,
  ListVersionsByFunctionResponse,
} from '@aws-sdk/client-lambda';
import type { Operation } from '../../../service-kit/contract.ts';
import { listedConfiguration } from '../configuration.ts';
import { invalidParameter } from '../errors.ts';
import { findFunction, latest, readFunctionName } from '../function-reference.ts';
import { paginate } from '../pages.ts';
import { keyOf, type LambdaState, valuesOf } from '../state.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const listFunctions: Operation<ListFunctionsCommandInput, ListFunctionsResponse, LambdaState> = (
  state,
  input,
  context,
) => {
  if (input.FunctionVersion !== undefined && input.FunctionVersion !== 'ALL') {
    throw invalidParameter(`FunctionVersion must be ALL.`);
  }
  // Replicas of Lambda@Edge are all that MasterRegion can ask for; there are none.
  if (input.MasterRegion !== undefined && input.MasterRegion !== 'ALL' && input.MasterRegion !== context.region) {
    return { Functions: [] };
  }
  const isAll = input.FunctionVersion === 'ALL';
  const versions = [...state.versions.values()].filter(({ version }) => isAll || version === latest);
  const page = paginate(versions, ({ name, version }) => keyOf(name, version), input);
  return {
    Functions: page.items.map((version) => listedConfiguration(context, version, isAll ? version.version : undefined)),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export const listVersionsByFunction: Operation<
  ListVersionsByFunctionCommandInput,
  ListVersionsByFunctionResponse,
  LambdaState
> = (state, input, context) => {
  const { name } = readFunctionName(context, 'ListVersionsByFunction', input.FunctionName ?? '');
  findFunction(state, context, { name, qualifier: undefined });
  const page = paginate(valuesOf(state.versions, name), ({ name, version }) => keyOf(name, version), input);
  return {
    Versions: page.items.map((version) => listedConfiguration(context, version, version.version)),
    ...(page.next !== undefined && { NextMarker: page.next }),
  };
};
