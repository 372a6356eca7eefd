import type * as Secrets from '@aws-sdk/client-secrets-manager';
import { AwsError } from '../../../kernel/errors.ts';
import { publicPolicy } from '../errors.ts';
import { findSecret } from '../find-secret.ts';
import type { SecretsOperation } from '../operation.ts';
import { isPublic, parseResourcePolicy } from '../resource-policy.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutResourcePolicy.html */
export const putResourcePolicy: SecretsOperation<
  Secrets.PutResourcePolicyRequest,
  Secrets.PutResourcePolicyResponse
> = (state, input) => {
  const secret = findSecret(state, input.SecretId);
  const statements = parseResourcePolicy(input.ResourcePolicy);
  if (input.BlockPublicPolicy && isPublic(statements)) throw publicPolicy();
  state.secrets.set(secret.name, { ...secret, resourcePolicy: input.ResourcePolicy });
  return { ARN: secret.arn, Name: secret.name };
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetResourcePolicy.html */
export const getResourcePolicy: SecretsOperation<
  Secrets.GetResourcePolicyRequest,
  Secrets.GetResourcePolicyResponse
> = (state, input) => {
  const { arn, name, resourcePolicy } = findSecret(state, input.SecretId);
  return { ARN: arn, Name: name, ...(resourcePolicy !== undefined && { ResourcePolicy: resourcePolicy }) };
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy: SecretsOperation<
  Secrets.DeleteResourcePolicyRequest,
  Secrets.DeleteResourcePolicyResponse
> = (state, input) => {
  const { resourcePolicy: _removed, ...secret } = findSecret(state, input.SecretId);
  state.secrets.set(secret.name, secret);
  return { ARN: secret.arn, Name: secret.name };
};

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ValidateResourcePolicy.html */
export const validateResourcePolicy: SecretsOperation<
  Secrets.ValidateResourcePolicyRequest,
  Secrets.ValidateResourcePolicyResponse
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
