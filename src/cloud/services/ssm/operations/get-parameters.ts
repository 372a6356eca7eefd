import type { GetParametersRequest, GetParametersResult, Parameter } from '@aws-sdk/client-ssm';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { validation } from '../errors.ts';
import { describeValue } from '../parameters/describe-parameter.ts';
import { type Chosen, chooseVersion } from '../parameters/find-parameter.ts';
import { isSecretReference, readSecret } from '../parameters/secret-reference.ts';
import type { SsmState } from '../state.ts';

/** What is not there is listed, not thrown; https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
export const getParameters: Operation<Given<GetParametersRequest>, GetParametersResult, SsmState> = async (
  state,
  input,
  context,
) => {
  const names = [...new Set(input.Names)];
  if (names.length !== input.Names.length) throw validation('Duplicate input parameters are not allowed.');
  const withDecryption = input.WithDecryption ?? false;
  const found = await Promise.all(names.sort().map((name) => read(state, name, withDecryption, context)));
  return {
    Parameters: found.filter((parameter) => parameter !== undefined),
    InvalidParameters: names.filter((_, index) => found[index] === undefined),
  };
};

/** Undefined for what is not there, of secrets as of parameters. */
async function read(
  state: SsmState,
  name: string,
  withDecryption: boolean,
  context: Context,
): Promise<Parameter | undefined> {
  if (!isSecretReference(name)) {
    const chosen = choose(state, name, context.region);
    return chosen && describeValue(chosen, withDecryption, context);
  }
  try {
    return await readSecret(name, withDecryption, context);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ParameterNotFound') return undefined;
    throw error;
  }
}

function choose(state: SsmState, name: string, region: string): Chosen | undefined {
  try {
    return chooseVersion(state, name, region);
  } catch (error) {
    if (error instanceof AwsError && error.code !== 'ValidationException') return undefined;
    throw error;
  }
}
