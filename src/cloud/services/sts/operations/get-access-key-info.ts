import type { GetAccessKeyInfoCommandInput, GetAccessKeyInfoResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { StsState } from '../state.ts';

/** The account of any access key. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html */
export const getAccessKeyInfo: Operation<GetAccessKeyInfoCommandInput, GetAccessKeyInfoResponse, StsState> = (
  _state,
  input,
  { kernel },
) => ({ Account: kernel.identity.callerOf(input.AccessKeyId).account });
