import { createDeliveries, type Failure, type Message, type QueuedDelivery } from '../../../delivery/deliveries.ts';
import { parseArn } from '../../../kernel/arns.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { addHistory } from '../operations/alarm-record.ts';
import type { Alarm, CloudWatchState } from '../state.ts';
import { lambdaEvent } from './lambda-event.ts';
import { topicMessage } from './topic-message.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html */
const lambdaPrincipal = 'lambda.alarms.cloudwatch.amazonaws.com';
const principal = 'cloudwatch.amazonaws.com';

const retry = {
  attemptsMax: 3,
  ageMsMax: 3_600_000,
  backoff: { firstMs: 1000, factor: 2, maxMs: 60_000, jitter: 0.5 },
} as const;

const sender = { service: 'cloudwatch', operation: 'DeliverAlarmAction' };
const deliveries = createDeliveries<undefined>(sender);

/** Hands the change of an alarm on to what is named for its new state. A service that is not there fails by name. */
export function runActions(state: CloudWatchState, alarm: Alarm, previous: Alarm, context: Context): void {
  if (alarm.description.ActionsEnabled === false) return;
  for (const action of actionsOf(alarm)) {
    const service = parseArn(action)?.service ?? '';
    if (service === 'lambda' || service === 'sns') {
      const message = service === 'lambda' ? toFunction(action, alarm, previous) : toTopic(action, alarm, previous);
      const caller = serviceCaller(service === 'lambda' ? lambdaPrincipal : principal, context.account);
      deliveries.deliver(message, { ...context, caller, parent: context.requestId }, context.kernel);
    } else {
      context.kernel.log.warn(`alarm ${alarm.description.AlarmName}: its action ${action} is stored only`);
      addActionHistory(state, alarm, action, `Failed to execute action ${action}`, context);
    }
  }
}

/** One attempt; it is told in the history once it is settled. Deferred, and no operation of AWS's. */
export const deliverAlarmAction: Operation<QueuedDelivery, object, CloudWatchState, undefined> = async (
  state,
  input,
  context,
) => {
  const failures: Failure[] = [];
  const { attempt } = createDeliveries<undefined>({ ...sender, onFailure: (failure) => void failures.push(failure) });
  await attempt(state, input, context);
  const [failure] = failures;
  const alarm = state.alarms.get(input.Message.about?.AlarmName ?? '');
  if (!alarm || (failure && failure.givenUp === undefined)) return {};
  const action = input.Message.to;
  const what = failure ? 'Failed to execute' : 'Successfully executed';
  addActionHistory(state, alarm, action, `${what} action ${action}`, context);
  return {};
};

function actionsOf({ description }: Alarm): readonly string[] {
  switch (description.StateValue) {
    case 'ALARM':
      return description.AlarmActions ?? [];
    case 'OK':
      return description.OKActions ?? [];
    default:
      return description.InsufficientDataActions ?? [];
  }
}

const toFunction = (to: string, alarm: Alarm, previous: Alarm): Message => ({
  to,
  payload: JSON.stringify(lambdaEvent(alarm, previous)),
  sourceArns: [alarm.description.AlarmArn],
  about: { AlarmName: alarm.description.AlarmName },
  retry,
});

const toTopic = (to: string, alarm: Alarm, previous: Alarm): Message => ({
  to,
  ...topicMessage(alarm, previous),
  sourceArns: [alarm.description.AlarmArn],
  about: { AlarmName: alarm.description.AlarmName },
  retry,
});

function addActionHistory(state: CloudWatchState, alarm: Alarm, action: string, summary: string, { clock }: Context) {
  const isDone = summary.startsWith('Successfully');
  const data = {
    actionState: isDone ? 'Succeeded' : 'Failed',
    stateUpdateTimestamp: alarm.description.StateUpdatedTimestamp?.getTime(),
    notificationResource: action,
  };
  addHistory(state, alarm, { type: 'Action', summary, data: JSON.stringify(data), timestampMs: clock.now() });
}
