import type { FaultModel, Trait } from '../../kernel/faults/fault-model.ts';
import { splitBatch } from './split-batch.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html */
export const sqsFaults: FaultModel = {
  failure: { code: 'InternalFailure', status: 500 },
  throttle: { code: 'RequestThrottled', status: 403 },
  traits: ({ operation, caller }) => {
    const traits: Trait[] = [];
    if (/Message(?:Visibility)?Batch$/.test(operation)) traits.push('batch');
    // Lambda takes messages, and dead letters and destinations bring some.
    if (caller.kind === 'service') traits.push('delivery');
    return traits;
  },
  // Pollers take messages away that their functions are done with.
  isHandOver: ({ operation, caller }) => caller.kind !== 'root' && /^DeleteMessage(?:Batch)?$/.test(operation),
  splitBatch,
};
