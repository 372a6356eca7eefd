import { AwsError } from '../errors.ts';
import type { Fault, FaultTarget } from './faults.ts';

/** How each service words the failures that are nobody's fault: codes of its API reference's common errors. */
interface Wording {
  readonly failure: readonly [code: string, status: number];
  readonly throttle: readonly [code: string, status: number];
  readonly conflict?: readonly [code: string, status: number];
}

const failed = 'The request processing has failed because of an unknown error.';
const tooFast = 'Rate exceeded';

/** What HTTP APIs say in a body of their own: https://docs.aws.amazon.com/apigateway/latest/developerguide/ */
const gatewayTexts = { failure: 'Internal Server Error', throttle: 'Too Many Requests' };

const usual: Wording = { failure: ['InternalFailure', 500], throttle: ['ThrottlingException', 400] };

const wordings: Readonly<Record<string, Wording>> = {
  dynamodb: {
    failure: ['InternalServerError', 500],
    throttle: ['ProvisionedThroughputExceededException', 400],
    conflict: ['TransactionConflictException', 400],
  },
  secretsmanager: { failure: ['InternalServiceError', 500], throttle: ['ThrottlingException', 400] },
  lambda: {
    failure: ['ServiceException', 500],
    throttle: ['TooManyRequestsException', 429],
    conflict: ['ResourceConflictException', 409],
  },
  s3: { failure: ['InternalError', 500], throttle: ['SlowDown', 503], conflict: ['OperationAborted', 409] },
  sqs: { failure: ['InternalFailure', 500], throttle: ['RequestThrottled', 403] },
  'execute-api': { failure: ['InternalServerError', 500], throttle: ['TooManyRequestsException', 429] },
  http: { failure: ['InternalServerError', 500], throttle: ['TooManyRequests', 429] },
};

const wordingOf = ({ service }: FaultTarget): Wording => wordings[service] ?? usual;

const injected = (code: string, message: string, status: number, headers: Record<string, string> = {}): AwsError =>
  new AwsError(code, message, { status, headers });

/** The service's 5xx, or the error that the rule names. */
export function failureOf(target: FaultTarget, fault: Extract<Fault, { kind: 'error' }>): AwsError {
  const [code, status] = wordingOf(target).failure;
  const message = fault.message ?? (target.service === 'execute-api' ? gatewayTexts.failure : failed);
  return injected(fault.code ?? code, message, fault.status ?? (fault.code === undefined ? status : 400));
}

/** The service's throttle, with `Retry-After` where the rule names seconds. */
export function throttleOf(target: FaultTarget, retryAfterS?: number): AwsError {
  const [code, status] = wordingOf(target).throttle;
  const message = target.service === 'execute-api' ? gatewayTexts.throttle : tooFast;
  return injected(code, message, status, retryAfterS === undefined ? {} : { 'retry-after': `${retryAfterS}` });
}

/** The service's conflict of two writers; where it has none, its 5xx. */
export function conflictOf(target: FaultTarget): AwsError {
  if (target.service === 'dynamodb' && target.operation.startsWith('Transact')) return transactionConflict(target);
  const [code, status] = wordingOf(target).conflict ?? wordingOf(target).failure;
  return injected(code, 'Transaction is ongoing for the item', status);
}

/**
 * A transaction that meets another is cancelled as a whole, with a reason for each of its items; SDKs do not try again.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
function transactionConflict({ input }: FaultTarget): AwsError {
  const { TransactItems = [] } = input as { readonly TransactItems?: readonly object[] };
  const CancellationReasons = TransactItems.map((_item, index) =>
    index === 0 ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : { Code: 'None' },
  );
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError('TransactionCanceledException', message, {
    status: 400,
    members: { CancellationReasons },
  });
}
