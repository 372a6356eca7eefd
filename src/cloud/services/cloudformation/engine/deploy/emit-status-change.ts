import { emitEvent } from '../../../../delivery/service-events.ts';
import type { Context } from '../../../../service-kit/contract.ts';
import type { StackEvent } from '../../state.ts';

/**
 * Tells the default event bus of what became of a stack, or of one of its resources.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/event-detail-stack-status-change.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/event-detail-resource-status-change.html
 */
export function emitStatusChange(event: StackEvent, context: Context): void {
  const { kernel, account, region, requestId: parent, trace } = context;
  const { stackId, logicalId, physicalId, type, status, reason = '', clientRequestToken = '' } = event;
  const isStack = physicalId === stackId;
  const origin = { account, region, principal: 'cloudformation.amazonaws.com', parent, trace };
  emitEvent(kernel, origin, 'aws.cloudformation', () => ({
    detailType: isStack ? 'CloudFormation Stack Status Change' : 'CloudFormation Resource Status Change',
    resources: [stackId],
    detail: {
      'stack-id': stackId,
      ...(!isStack && { 'logical-resource-id': logicalId, 'physical-resource-id': physicalId }),
      'status-details': { status, 'status-reason': reason },
      ...(!isStack && { 'resource-type': type }),
      'client-request-token': clientRequestToken,
    },
  }));
}
