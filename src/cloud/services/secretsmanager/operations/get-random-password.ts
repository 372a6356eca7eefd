import type { GetRandomPasswordRequest, GetRandomPasswordResponse } from '@aws-sdk/client-secrets-manager';
import type { Given } from '../../../kernel/input.ts';
import type { Operation } from '../../../kernel/service.ts';
import { randomPassword } from '../secrets/password.ts';
import type { SecretsManagerState } from '../state.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
export const getRandomPassword: Operation<
  Given<GetRandomPasswordRequest>,
  GetRandomPasswordResponse,
  SecretsManagerState
> = (_state, input, { random }) => ({ RandomPassword: randomPassword(input, random) });
