import type { GetParameterRequest, GetParameterResult } from '@aws-sdk/client-ssm';
import type { Given } from '../../../kernel/input.ts';
import type { Operation } from '../../../kernel/service.ts';
import { describeValue } from '../parameters/describe-parameter.ts';
import { chooseVersion } from '../parameters/find-parameter.ts';
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
  const chosen = chooseVersion(state, input.Name);
  return { Parameter: await describeValue(chosen, input.WithDecryption ?? false, context) };
};
