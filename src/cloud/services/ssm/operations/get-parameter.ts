import type { GetParameterRequest, GetParameterResult } from '@aws-sdk/client-ssm';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { describeValue } from '../parameters/describe-parameter.ts';
import { chooseVersion } from '../parameters/find-parameter.ts';
import { isSecretReference, readSecret } from '../parameters/secret-reference.ts';
import type { SsmState } from '../state.ts';

/**
 * One parameter by name or ARN, of a version (`name:3`) or a label (`name:prod`), the newest otherwise.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 */
export const getParameter: Operation<Given<GetParameterRequest>, GetParameterResult, SsmState> = async (
  state,
  input,
  context,
) => {
  const { Name: name, WithDecryption: withDecryption = false } = input;
  if (isSecretReference(name)) return { Parameter: await readSecret(name, withDecryption, context) };
  return { Parameter: await describeValue(chooseVersion(state, name, context.region), withDecryption, context) };
};
