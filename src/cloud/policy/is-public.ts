import type { Policy, Statement } from './statement.ts';

/**
 * Whether a statement allows everybody, on no condition. AWS asks its automated reasoning; this sees the plain case.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export const isPublic = ({ statements }: Policy): boolean => statements.some(isForEverybody);

const isForEverybody = ({ effect, principals, conditions }: Statement): boolean =>
  effect === 'Allow' && conditions.length === 0 && (principals === '*' || principals?.AWS.includes('*') === true);
