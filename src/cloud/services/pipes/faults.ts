import { AwsError } from '../../kernel/errors.ts';
import type { FaultModel } from '../../kernel/faults/fault-model.ts';

/** The stages of a pipe, which it runs as operations of its own. */
const isStage = (operation: string): boolean => operation === 'RunEnrichment' || operation === 'RunTarget';

/**
 * https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/CommonErrors.html. A pipe hands its batch from stage to
 * stage: the explorer crashes between them.
 */
export const pipesFaults: FaultModel = {
  failure: { code: 'InternalException', status: 500 },
  throttle: { code: 'ThrottlingException', status: 429 },
  conflict: () =>
    new AwsError('ConflictException', 'An action you attempted resulted in an exception.', { status: 409 }),
  traits: ({ operation }) => (isStage(operation) ? ['delivery'] : []),
  isHandOver: ({ operation }) => isStage(operation),
};
