import type { DescribeKeyRequest, DescribeKeyResponse } from '@aws-sdk/client-kms';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { describeKey as describe } from '../keys/describe-key.ts';
import { resolveKey } from '../keys/find-key.ts';
import type { KmsState } from '../state.ts';

/**
 * Takes aliases as well, and makes AWS's own keys when they are first asked for.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 */
export const describeKey: Operation<Given<DescribeKeyRequest>, DescribeKeyResponse, KmsState> = (
  state,
  input,
  context,
) => ({ KeyMetadata: describe(resolveKey(state, input.KeyId, context)) });
