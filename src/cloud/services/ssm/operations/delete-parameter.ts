import type { DeleteParameterRequest, DeleteParametersRequest, DeleteParametersResult } from '@aws-sdk/client-ssm';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { parameterNotFound } from '../errors.ts';
import { removeParameter } from '../parameters/expiry.ts';
import { findParameter } from '../parameters/find-parameter.ts';
import { assertNoArn } from '../parameters/names.ts';
import type { SsmState } from '../state.ts';

/**
 * Deletes a parameter with all versions. Throws ParameterNotFound.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html
 */
export const deleteParameter: Operation<Given<DeleteParameterRequest>, object, SsmState> = (state, input, context) => {
  assertNoArn(input.Name);
  if (!remove(state, input.Name, context)) throw parameterNotFound();
  return {};
};

/**
 * Deletes what is there, and names what is not.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html
 */
export const deleteParameters: Operation<Given<DeleteParametersRequest>, DeleteParametersResult, SsmState> = (
  state,
  input,
  context,
) => {
  input.Names.forEach(assertNoArn);
  const DeletedParameters: string[] = [];
  const InvalidParameters: string[] = [];
  for (const name of new Set(input.Names)) {
    (remove(state, name, context) ? DeletedParameters : InvalidParameters).push(name);
  }
  return { DeletedParameters, InvalidParameters };
};

function remove(state: SsmState, name: string, context: Context): boolean {
  const parameter = findParameter(state, name);
  if (parameter) removeParameter(state, parameter, context);
  return parameter !== undefined;
}
