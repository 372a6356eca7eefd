import type {
  DescribeEventsCommandInput,
  DescribeEventsCommandOutput,
  DescribeStackEventsCommandInput,
  DescribeStackEventsCommandOutput,
} from '@aws-sdk/client-cloudformation';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { bracketedStackNotFound, validationError } from '../errors.ts';
import { type CloudFormationState, partsOf, type StackEvent } from '../state.ts';
import { findChangeSet, findStack } from './find-stack.ts';
import { page } from './page.ts';

const newestFirst = (state: CloudFormationState, stackId: string): StackEvent[] => [
  ...state.events.values({ ...partsOf(stackId), reverse: true }),
];

/**
 * What happened to a stack, newest first.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html
 */
export const describeStackEvents: Operation<
  Given<DescribeStackEventsCommandInput>,
  Omit<DescribeStackEventsCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input) => {
  const stack = findStack(state, input.StackName, bracketedStackNotFound);
  const { items, next } = page(newestFirst(state, stack.id), input.NextToken, ({ id }) => id);
  return {
    StackEvents: items.map((event) => ({ ...describe(event), StackId: event.stackId, StackName: event.stackName })),
    NextToken: next,
  };
};

/**
 * The newer form, also of a change set: those here have no events of their own, for what is wrong with one is its
 * status reason.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html
 */
export const describeEvents: Operation<
  DescribeEventsCommandInput,
  Omit<DescribeEventsCommandOutput, '$metadata'>,
  CloudFormationState
> = (state, input) => {
  if (input.ChangeSetName !== undefined) {
    findChangeSet(state, input.ChangeSetName, input.StackName);
    return { OperationEvents: [] };
  }
  const { OperationId: operationId, StackName: stackName } = input;
  if (stackName === undefined && operationId === undefined) {
    throw validationError('Either StackName, ChangeSetName or OperationId is required.');
  }
  const all =
    stackName === undefined
      ? [...state.events.values()].reverse()
      : newestFirst(state, findStack(state, stackName, bracketedStackNotFound).id);
  const isFailedOnly = input.Filters?.FailedEvents === true;
  const events = all.filter(
    (event) =>
      (operationId === undefined || event.operationId === operationId) &&
      (!isFailedOnly || event.status.endsWith('FAILED')),
  );
  const { items, next } = page(events, input.NextToken, ({ id }) => id);
  return {
    OperationEvents: items.map((event) => ({ ...describe(event), StackId: event.stackId, EventType: 'STACK_EVENT' })),
    NextToken: next,
  };
};

const describe = (event: StackEvent) => ({
  EventId: event.id,
  OperationId: event.operationId,
  LogicalResourceId: event.logicalId,
  PhysicalResourceId: event.physicalId,
  ResourceType: event.type,
  Timestamp: new Date(event.timestampMs),
  ResourceStatus: event.status,
  ResourceStatusReason: event.reason,
  ResourceProperties: event.properties,
  ClientRequestToken: event.clientRequestToken,
});
