import { AwsError } from '../../../kernel/errors.ts';

/* How DynamoDB begins most of what it refuses; the texts of this folder go on from here. */

/** DynamoDB's one code for whatever is wrong with a request. */
export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

/** What most checks of content begin with. */
export const parameterInvalid = (message: string): AwsError =>
  invalid(`One or more parameter values were invalid: ${message}`);

/** What checks of keys for emptiness begin with; two wordings live side by side at AWS. */
export const parameterNotValid = (message: string): AwsError => invalid(`${parameterNotValidPrefix}${message}`);

/** Transactions tell by these words that it is the request which is wrong, not an action against its table. */
export const parameterNotValidPrefix = 'One or more parameter values are not valid. ';

/** `1 validation error detected: Value 'ab' at 'tableName' failed to satisfy constraint: …` */
export function constraintsBroken(found: readonly string[]): AwsError {
  const plural = found.length === 1 ? '' : 's';
  return invalid(`${found.length} validation error${plural} detected: ${found.join('; ')}`);
}
