import type { DecodeAuthorizationMessageCommandInput, DecodeAuthorizationMessageResponse } from '@aws-sdk/client-sts';
import type { Operation } from '../../../service-kit/contract.ts';
import { invalidAuthorizationMessage } from '../errors.ts';
import type { StsState } from '../state.ts';

/**
 * No service here encodes why it refuses, so there is no message that could be decoded.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */
export const decodeAuthorizationMessage: Operation<
  DecodeAuthorizationMessageCommandInput,
  DecodeAuthorizationMessageResponse,
  StsState
> = () => {
  throw invalidAuthorizationMessage();
};
