import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { parseJson } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidParameter, limitExceeded, policyNotFound } from '../errors.ts';
import { paginate } from '../paging.ts';
import type { LogsState, ResourcePolicy } from '../state.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const policiesMax = 10;

/** Stored, not enforced. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html */
export const putResourcePolicy: Operation<
  Given<Logs.PutResourcePolicyRequest>,
  Logs.PutResourcePolicyResponse,
  LogsState
> = (state, input, { clock }) => {
  if (input.resourceArn !== undefined) throw new UnsupportedError('resource policies of a single log group');
  const { policyName, policyDocument } = input;
  if (policyName === undefined || policyDocument === undefined) {
    throw invalidParameter('policyName and policyDocument must be specified.');
  }
  assertJson(policyDocument);
  if (!state.resourcePolicies.has(policyName) && state.resourcePolicies.size >= policiesMax) throw limitExceeded();
  const policy: ResourcePolicy = { name: policyName, document: policyDocument, updatedMs: clock.now() };
  state.resourcePolicies.set(policyName, policy);
  return { resourcePolicy: describe(policy) };
};

function assertJson(document: string): void {
  if (parseJson(document) === undefined) throw invalidParameter('The policy document is not valid JSON.');
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeResourcePolicies.html */
export const describeResourcePolicies: Operation<
  Given<Logs.DescribeResourcePoliciesRequest>,
  Logs.DescribeResourcePoliciesResponse,
  LogsState
> = (state, input) => {
  const { items, next } = paginate(state.resourcePolicies.values(), input, ({ name }) => name);
  return { resourcePolicies: items.map(describe), ...next };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteResourcePolicy.html */
export const deleteResourcePolicy: Operation<Given<Logs.DeleteResourcePolicyRequest>, object, LogsState> = (
  state,
  input,
) => {
  const name = input.policyName ?? '';
  if (!state.resourcePolicies.delete(name)) throw policyNotFound(name);
  return {};
};

const describe = ({ name, document, updatedMs }: ResourcePolicy): Logs.ResourcePolicy => ({
  policyName: name,
  policyDocument: document,
  lastUpdatedTime: updatedMs,
});
