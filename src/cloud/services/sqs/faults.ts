import type { FaultModel, Trait } from '../../kernel/faults/fault-model.ts';
import { splitEntries } from '../../service-kit/split-entries.ts';
import { batchTooLong, messageTooLong } from './errors.ts';

/** Of a message or a batch: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const bytesMax = 1024 * 1024;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html */
export const sqsFaults: FaultModel = {
  failure: { code: 'InternalFailure', status: 500 },
  throttle: { code: 'RequestThrottled', status: 403 },
  // IAM's words name actions of SQS in small letters, and the queue by the end of its URL.
  denial: {
    code: 'AccessDenied',
    status: 403,
    permission: (operation) => operation.toLowerCase(),
    arn: (name, { account, region }) => `arn:aws:sqs:${region}:${account}:${name.split('/').at(-1)}`,
  },
  tooLarge: (operation) => {
    const error =
      operation === 'SendMessage'
        ? messageTooLong(bytesMax)
        : operation === 'SendMessageBatch'
          ? batchTooLong(bytesMax + 1, bytesMax)
          : undefined;
    return error && { code: error.code, status: 400, message: error.message };
  },
  traits: ({ operation, caller }) => {
    const traits: Trait[] = [];
    if (/Message(?:Visibility)?Batch$/.test(operation)) traits.push('batch');
    // Lambda takes messages, and dead letters and destinations bring some.
    if (caller.kind === 'service') traits.push('delivery');
    return traits;
  },
  // Pollers take messages away that their functions are done with.
  isHandOver: ({ operation, caller }) => caller.kind !== 'root' && /^DeleteMessage(?:Batch)?$/.test(operation),
  splitBatch: (operation, input) =>
    /^(?:SendMessage|DeleteMessage|ChangeMessageVisibility)Batch$/.test(operation)
      ? splitEntries(input, 'Entries')
      : undefined,
};
