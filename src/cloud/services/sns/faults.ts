import type { FaultModel, Trait } from '../../kernel/faults/fault-model.ts';
import { splitEntries } from '../../service-kit/split-entries.ts';
import { batchTooLong, invalidParameter } from './errors.ts';

/** https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html */
export const snsFaults: FaultModel = {
  failure: { code: 'InternalErrorException', status: 500 },
  throttle: { code: 'ThrottledException', status: 429 },
  tooLarge: (operation) => {
    const error =
      operation === 'Publish'
        ? invalidParameter('Message too long')
        : operation === 'PublishBatch'
          ? batchTooLong()
          : undefined;
    return error && { code: error.code, status: 400, message: error.message };
  },
  traits: ({ operation, caller }) => {
    const traits: Trait[] = [];
    if (operation === 'PublishBatch') traits.push('batch');
    if (operation === 'POST') traits.push('external');
    // Alarms, rules and buckets bring messages; subscribers get them.
    if (caller.kind === 'service') traits.push('delivery');
    // https://docs.aws.amazon.com/sns/latest/dg/sns-standard-topics.html
    if (operation === 'DeliverNotification') traits.push('arrival');
    return traits;
  },
  isWrite: (operation) => !/^(?:Get|List|Check)/.test(operation),
  isHandOver: ({ operation }) => operation === 'DeliverNotification',
  splitBatch: (operation, input) =>
    operation === 'PublishBatch' ? splitEntries(input, 'PublishBatchRequestEntries') : undefined,
};
