import type { GetRandomPasswordRequest, GetRandomPasswordResponse } from '@aws-sdk/client-secrets-manager';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { randomPassword } from '../secrets/password.ts';
import type { SecretsManagerState } from '../state.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
export const getRandomPassword: Operation<
  Given<GetRandomPasswordRequest>,
  GetRandomPasswordResponse,
  SecretsManagerState
> = (_state, input, { random }) => ({ RandomPassword: randomPassword(input, random) });
