import type { DeadLetterConfig } from '@aws-sdk/client-eventbridge';
import { parseArn } from '../../../kernel/arns.ts';
import { invalidParameter, validation } from '../errors.ts';

/** Only standard queues take what could not be delivered. */
export function assertDeadLetterQueue(config: DeadLetterConfig | undefined): void {
  if (config?.Arn === undefined) return;
  const arn = parseArn(config.Arn);
  if (!arn) throw invalidParameter(config.Arn, 'Provided Arn is not in correct format.');
  if (arn.service !== 'sqs') throw validation(`${arn.service} is not supported as a dead letter resource.`);
  if (arn.resource.endsWith('.fifo')) throw validation('SQS FIFO is not supported by Dead Letter Queues.');
}
