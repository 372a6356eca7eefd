import type { TriggerEventType } from '@aws-sdk/client-codedeploy';
import { emitEvent } from '../../../delivery/service-events.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { arnOf } from '../find.ts';
import type { Deployment } from '../state.ts';

/** By whom CodeDeploy is known to others. */
export const principal = 'codedeploy.amazonaws.com';

/** What EventBridge and triggers call what happened. */
interface Told {
  readonly state?: 'FAILURE' | 'START' | 'STOP' | 'SUCCESS';
  readonly event: TriggerEventType;
  readonly status: string;
}

const told: Readonly<Record<string, Told>> = {
  InProgress: { state: 'START', event: 'DeploymentStart', status: 'CREATED' },
  Succeeded: { state: 'SUCCESS', event: 'DeploymentSuccess', status: 'SUCCEEDED' },
  Failed: { state: 'FAILURE', event: 'DeploymentFailure', status: 'FAILED' },
  Stopped: { state: 'STOP', event: 'DeploymentStop', status: 'STOPPED' },
};

/** Tells the default bus and the group's triggers what the deployment's status is now. */
export function tellStatus(deployment: Deployment, context: Context): void {
  const status = told[deployment.status];
  if (!status) return;
  emitState(deployment, status, context);
  tellTriggers(deployment, status, context);
}

/** Triggers hear of a rollback as of an event of its own. */
export const tellRollback = (deployment: Deployment, context: Context): void =>
  tellTriggers(deployment, { event: 'DeploymentRollback', status: 'ROLLED_BACK' }, context);

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
function emitState(deployment: Deployment, { state }: Told, context: Context): void {
  const { applicationName, groupName, groupId, id } = deployment;
  const { kernel, account, region, requestId: parent, trace } = context;
  emitEvent(kernel, { account, region, principal, parent, trace }, 'aws.codedeploy', () => ({
    detailType: 'CodeDeploy Deployment State-change Notification',
    resources: [
      arnOf(context, `application:${applicationName}`),
      arnOf(context, `deploymentgroup:${applicationName}/${groupName}`),
    ],
    detail: {
      region,
      deploymentId: id,
      instanceGroupId: groupId,
      deploymentGroup: groupName,
      state,
      application: applicationName,
    },
  }));
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications-json-format.html */
function tellTriggers(deployment: Deployment, { event, status }: Told, context: Context): void {
  const { kernel, account, region, clock } = context;
  for (const { triggerName = '', triggerTargetArn = '', triggerEvents = [] } of deployment.triggers) {
    if (!triggerEvents.includes(event)) continue;
    const { error, completedMs } = deployment;
    const message = {
      region,
      accountId: account,
      eventTriggerName: triggerName,
      applicationName: deployment.applicationName,
      deploymentId: deployment.id,
      deploymentGroupName: deployment.groupName,
      createTime: new Date(deployment.createdMs).toUTCString(),
      ...(completedMs !== undefined && { completeTime: new Date(completedMs).toUTCString() }),
      ...(error && { errorInformation: { ErrorCode: error.code, ErrorMessage: error.message } }),
      status,
    };
    kernel.scheduler.deferDelivery({
      dueMs: clock.now(),
      service: 'sns',
      operation: 'Publish',
      input: {
        TopicArn: triggerTargetArn,
        Subject: `${status}: AWS CodeDeploy ${deployment.id} in ${region} to ${deployment.applicationName}`.slice(
          0,
          100,
        ),
        Message: JSON.stringify(message),
      },
      account,
      region,
      caller: serviceCaller(principal, account),
      parent: context.requestId,
      trace: context.trace,
    });
  }
}
