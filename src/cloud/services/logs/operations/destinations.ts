import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { formatArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import { parseJson } from '../../../kernel/json.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { destinationNotFound, invalidParameter } from '../errors.ts';
import { paginate } from '../paging.ts';
import type { Destination, LogsState } from '../state.ts';

/* Where other accounts may send their events: kept and told; events of other accounts do not reach them. */

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDestination.html */
export const putDestination: Operation<Given<Logs.PutDestinationRequest>, Logs.PutDestinationResponse, LogsState> = (
  state,
  { destinationName: name, targetArn, roleArn, tags },
  { account, region, clock },
) => {
  const before = state.destinations.get(name);
  const destination: Destination = {
    name,
    arn: formatArn({ service: 'logs', region, account, resource: `destination:${name}` }),
    targetArn,
    roleArn,
    createdMs: before?.createdMs ?? clock.now(),
    ...(before?.policy !== undefined && { policy: before.policy }),
    tags: before?.tags ?? tags ?? {},
  };
  state.destinations.set(name, destination);
  return { destination: describe(destination) };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDestinationPolicy.html */
export const putDestinationPolicy: Operation<Given<Logs.PutDestinationPolicyRequest>, object, LogsState> = (
  state,
  { destinationName, accessPolicy: policy },
) => {
  const destination = find(state, destinationName);
  if (parseJson(policy) === undefined) throw invalidParameter('The policy document is not valid JSON.');
  state.destinations.set(destination.name, { ...destination, policy });
  return {};
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDestinations.html */
export const describeDestinations: Operation<
  Given<Logs.DescribeDestinationsRequest>,
  Logs.DescribeDestinationsResponse,
  LogsState
> = (state, { DestinationNamePrefix: prefix = '', ...input }) => {
  const found = [...state.destinations.values()].filter(({ name }) => name.startsWith(prefix));
  const { items, next } = paginate(found, input, ({ name }) => name);
  return { destinations: items.map(describe), ...next };
};

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDestination.html */
export const deleteDestination: Operation<Given<Logs.DeleteDestinationRequest>, object, LogsState> = (
  state,
  { destinationName },
) => {
  state.destinations.delete(find(state, destinationName).name);
  return {};
};

const find = (state: LogsState, name: string): Destination =>
  state.destinations.get(name) ?? raise(destinationNotFound());

const describe = ({ name, arn, targetArn, roleArn, createdMs, policy }: Destination): Logs.Destination => ({
  destinationName: name,
  targetArn,
  roleArn,
  ...(policy !== undefined && { accessPolicy: policy }),
  arn,
  creationTime: createdMs,
});
