import type * as Kinesis from '@aws-sdk/client-kinesis';
import { parseJsonObject } from '../../../kernel/json.ts';
import { invalidArgument, notFound } from '../errors.ts';
import { type KinesisOperation, nothing } from '../operation.ts';
import { findBearer } from './tags.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutResourcePolicy.html */
export const putResourcePolicy: KinesisOperation<Kinesis.PutResourcePolicyInput, object> = (state, input, context) => {
  findBearer(state, input.ResourceARN, context);
  if (!parseJsonObject(input.Policy)) throw invalidArgument('Invalid resource policy: the policy is not valid JSON.');
  state.policies.set(input.ResourceARN, input.Policy);
  return nothing;
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetResourcePolicy.html */
export const getResourcePolicy: KinesisOperation<Kinesis.GetResourcePolicyInput, Kinesis.GetResourcePolicyOutput> = (
  state,
  input,
  context,
) => {
  findBearer(state, input.ResourceARN, context);
  return { Policy: state.policies.get(input.ResourceARN) ?? '{}' };
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy: KinesisOperation<Kinesis.DeleteResourcePolicyInput, object> = (
  state,
  input,
  context,
) => {
  findBearer(state, input.ResourceARN, context);
  if (!state.policies.delete(input.ResourceARN)) {
    throw notFound(`No resource policy found for resource ARN ${input.ResourceARN}`);
  }
  return nothing;
};
