import { createDeliveries, type Failure, type Message, type QueuedDelivery } from '../../../delivery/deliveries.ts';
import type { MessageAttribute } from '../../../delivery/targets.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { countOf } from '../metrics/rule-metrics.ts';
import { errorCodeOf } from './error-codes.ts';
import { tellTarget } from './tell-target.ts';

/** As whom EventBridge tells targets. */
export const eventsPrincipal = 'events.amazonaws.com';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function deadLetterAttributes({ message, code, text, attempts, givenUp }: Failure): Record<string, MessageAttribute> {
  const attribute = (StringValue: string, DataType = 'String'): MessageAttribute => ({ DataType, StringValue });
  return {
    RULE_ARN: attribute(message.about?.RuleArn ?? ''),
    TARGET_ARN: attribute(message.about?.TargetArn ?? message.to),
    ERROR_CODE: attribute(errorCodeOf(code)),
    ERROR_MESSAGE: attribute(text === '' ? code : text),
    ...(givenUp !== undefined && givenUp !== 'Refused' && { EXHAUSTED_RETRY_CONDITION: attribute(givenUp) }),
    RETRY_ATTEMPTS: attribute(String(attempts - 1), 'Number'),
  };
}

function onFailure({ message, isDeadLetter, attempts, givenUp }: Failure, context: Context): void {
  const count = countOf(message, context);
  if (isDeadLetter) {
    if (givenUp) count('InvocationsFailedToBeSentToDlq');
    return;
  }
  count('InvocationAttempts');
  if (attempts > 1) count('RetryInvocationAttempts');
  if (!givenUp) return;
  count('Invocations');
  count('FailedInvocations');
}

function onSuccess({ Message, Attempts, IsDeadLetter }: QueuedDelivery, context: Context): void {
  const count = countOf(Message, context);
  if (IsDeadLetter) {
    count('InvocationsSentToDlq');
    return;
  }
  count('InvocationAttempts');
  if (Attempts > 0) count('RetryInvocationAttempts');
  count('SuccessfulInvocationAttempts');
  count('Invocations');
}

/** Dead letters are the events themselves, whatever targets get of them. */
const deadLetterPayload = ({ about, payload }: Message): string => about?.Event ?? payload;

/** Deliveries of events to the targets of rules. */
export const eventDeliveries = createDeliveries<unknown>({
  service: 'events',
  operation: 'DeliverEvent',
  tell: tellTarget,
  onFailure,
  onSuccess,
  deadLetterAttributes,
  deadLetterPayload,
});
