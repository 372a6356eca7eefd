import type { GetCallerIdentityCommandInput, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { StsState } from '../state.ts';

/** Who is calling. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const getCallerIdentity: Operation<GetCallerIdentityCommandInput, GetCallerIdentityResponse, StsState> = (
  _state,
  _input,
  { caller },
) => ({ UserId: caller.userId, Account: caller.account, Arn: caller.arn });
