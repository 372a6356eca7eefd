import { AwsError } from '../../../kernel/errors.ts';
import { itemTooLarge } from '../errors/item-errors.ts';
import { constraintsBroken } from '../errors/validation-exception.ts';

/**
 * Runs the checks of a write that need no table. Since June 2026 PutItem, UpdateItem and DeleteItem count what these
 * find as they count broken constraints: `1 validation error detected: Invalid UpdateExpression: …`. Reads, batches
 * and transactions do not. (Observed in all but two regions until October 2026.)
 */
export function counted<Request>(check: () => Request): Request {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ValidationException') throw error;
    if (error.message === itemTooLarge().message) throw error;
    throw constraintsBroken([renewed(error.message)]);
  }
}

/** With the count, DynamoDB stopped telling which expression is missing, and which value a problem was found in. */
function renewed(message: string): string {
  return message
    .replace(/^(ExpressionAttribute\w+ can only be specified when using expressions): .*$/s, '$1')
    .replace(/^ExpressionAttributeValues contains invalid value: (.*) for key :\w+$/s, '$1');
}
