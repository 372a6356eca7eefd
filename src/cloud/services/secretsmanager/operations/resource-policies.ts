import type * as Secrets from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../../kernel/errors.ts';
import { isPublic } from '../../../policy/is-public.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';

import { publicPolicy } from '../errors.ts';
import { findPrimary, findSecret } from '../secrets/find-secret.ts';
import { parseResourcePolicy } from '../secrets/resource-policy.ts';
import { saveSecret } from '../secrets/save-secret.ts';
import type { SecretsManagerState } from '../state.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html */
export const putResourcePolicy: Operation<
  Given<Secrets.PutResourcePolicyRequest>,
  Secrets.PutResourcePolicyResponse,
  SecretsManagerState
> = (state, input, context) => {
  const secret = findPrimary(state, input.SecretId);
  const policy = parseResourcePolicy(input.ResourcePolicy);
  if (input.BlockPublicPolicy && isPublic(policy)) throw publicPolicy();
  saveSecret(state, { ...secret, resourcePolicy: input.ResourcePolicy }, context);
  return { ARN: secret.arn, Name: secret.name };
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html */
export const getResourcePolicy: Operation<
  Given<Secrets.GetResourcePolicyRequest>,
  Secrets.GetResourcePolicyResponse,
  SecretsManagerState
> = (state, input) => {
  const { arn, name, resourcePolicy } = findSecret(state, input.SecretId);
  return { ARN: arn, Name: name, ...(resourcePolicy !== undefined && { ResourcePolicy: resourcePolicy }) };
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy: Operation<
  Given<Secrets.DeleteResourcePolicyRequest>,
  Secrets.DeleteResourcePolicyResponse,
  SecretsManagerState
> = (state, input, context) => {
  const { resourcePolicy: _removed, ...secret } = findPrimary(state, input.SecretId);
  saveSecret(state, secret, context);
  return { ARN: secret.arn, Name: secret.name };
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ValidateResourcePolicy.html */
export const validateResourcePolicy: Operation<
  Given<Secrets.ValidateResourcePolicyRequest>,
  Secrets.ValidateResourcePolicyResponse,
  SecretsManagerState
> = (state, input) => {
  if (input.SecretId !== undefined) findSecret(state, input.SecretId);
  const failed = (CheckName: string, ErrorMessage: string) => ({
    PolicyValidationPassed: false,
    ValidationErrors: [{ CheckName, ErrorMessage }],
  });
  try {
    if (isPublic(parseResourcePolicy(input.ResourcePolicy))) return failed('PublicPolicy', publicPolicy().message);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return failed('PolicySyntax', error.message);
  }
  return { PolicyValidationPassed: true, ValidationErrors: [] };
};
