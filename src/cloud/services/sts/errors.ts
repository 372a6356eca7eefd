import { AwsError } from '../../kernel/errors.ts';
import type { Caller } from '../../kernel/identity.ts';

/** AWS answers the same whether the role is missing or does not trust the caller. */
export const notAuthorizedToAssume = (caller: Caller, roleArn: string): AwsError =>
  new AwsError(
    'AccessDenied',
    `User: ${caller.arn || caller.principal} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    { status: 403 },
  );

export const invalidArn = (arn: string): AwsError => new AwsError('ValidationError', `${arn} is invalid`);

export const durationBeyondRole = (): AwsError =>
  new AwsError('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');

/** Role chaining has a limit of its own, whatever the role allows. */
export const durationBeyondChaining = (): AwsError =>
  new AwsError(
    'ValidationError',
    'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
  );

export const malformedPolicy = (): AwsError =>
  new AwsError('MalformedPolicyDocument', 'The policy is not in the valid JSON format.');

/** Temporary credentials cannot beget others of the same kind. */
export const sessionFromSession = (): AwsError =>
  new AwsError('AccessDenied', 'Cannot call GetSessionToken with session credentials', { status: 403 });
