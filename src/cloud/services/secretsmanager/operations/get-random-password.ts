import type { GetRandomPasswordRequest, GetRandomPasswordResponse } from '@aws-sdk/client-secrets-manager';
import type { SecretsOperation } from '../operation.ts';
import { randomPassword } from '../password.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
export const getRandomPassword: SecretsOperation<GetRandomPasswordRequest, GetRandomPasswordResponse> = (
  _state,
  input,
  { random },
) => ({ RandomPassword: randomPassword(input, random) });
