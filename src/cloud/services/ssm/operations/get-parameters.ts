import type { GetParametersRequest, GetParametersResult } from '@aws-sdk/client-ssm';
import { AwsError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { validation } from '../errors.ts';
import { describeValue } from '../parameters/describe-parameter.ts';
import { type Chosen, chooseVersion } from '../parameters/find-parameter.ts';
import type { SsmState } from '../state.ts';

/** What is not there is listed, not thrown; https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
export const getParameters: Operation<Given<GetParametersRequest>, GetParametersResult, SsmState> = async (
  state,
  input,
  context,
) => {
  const names = [...new Set(input.Names)];
  if (names.length !== input.Names.length) throw validation('Duplicate input parameters are not allowed.');
  const InvalidParameters: string[] = [];
  const found: Chosen[] = [];
  for (const name of names.sort()) {
    const chosen = choose(state, name);
    if (chosen) found.push(chosen);
    else InvalidParameters.push(name);
  }
  const Parameters = await Promise.all(
    found.map((chosen) => describeValue(chosen, input.WithDecryption ?? false, context)),
  );
  return { Parameters, InvalidParameters };
};

function choose(state: SsmState, name: string): Chosen | undefined {
  try {
    return chooseVersion(state, name);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}
