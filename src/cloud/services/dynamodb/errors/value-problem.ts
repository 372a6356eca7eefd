import { AwsError } from '../../../kernel/errors.ts';

/**
 * What is wrong with an attribute value. DynamoDB checks values in two layers with wordings of their own (October 2026):
 * the writes of one item, GetItem, BatchGetItem and Query speak the current one, which is the message; BatchWriteItem,
 * transactions, Scan and PartiQL the older one.
 */
export class ValueProblem extends AwsError {
  readonly older: string;

  constructor(message: string, older = message) {
    super('ValidationException', message);
    this.older = older;
  }
}

/** Runs checks of values for an operation that speaks the older words. */
export function inOlderWords<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof ValueProblem ? new AwsError(error.code, error.older) : error;
  }
}
