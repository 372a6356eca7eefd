import { AwsError } from '../../kernel/errors.ts';
import type { FaultModel } from '../../kernel/faults/fault-model.ts';
import { deliverNotificationOperation } from './notifications/note-event.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export const s3Faults: FaultModel = {
  failure: { code: 'InternalError', status: 500 },
  throttle: { code: 'SlowDown', status: 503 },
  denial: {
    code: 'AccessDenied',
    status: 403,
    permission: (operation) =>
      operation === 'HeadObject' ? 'GetObject' : /^ListObjects/.test(operation) ? 'ListBucket' : operation,
    arn: (name) => `arn:aws:s3:::${name}`,
  },
  traits: ({ operation }) => (operation === deliverNotificationOperation ? ['delivery'] : []),
  isHandOver: ({ operation }) => operation === deliverNotificationOperation,
  conflict: () =>
    new AwsError(
      'OperationAborted',
      'A conflicting conditional operation is currently in progress against this resource. Try again.',
      { status: 409 },
    ),
};
