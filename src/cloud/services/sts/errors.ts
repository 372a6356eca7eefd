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
export const sessionFromSession = (operation: 'GetFederationToken' | 'GetSessionToken'): AwsError =>
  new AwsError('AccessDenied', `Cannot call ${operation} with session credentials`, { status: 403 });

const mfaFailed = (message: string): AwsError =>
  new AwsError('AccessDenied', `MultiFactorAuthentication failed${message}`, { status: 403 });
export const mfaIncomplete = (): AwsError => mfaFailed(', must provide both MFA serial number and one time pass code.');
/** The two spaces are AWS's. */
export const mfaDeviceInvalid = (): AwsError =>
  mfaFailed(
    ', unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
  );
export const mfaCodeInvalid = (): AwsError => mfaFailed(' with invalid MFA one time pass code.');

const invalidParameter = (message: string): AwsError => new AwsError('InvalidParameterValue', message);
export const duplicateTags = (): AwsError =>
  invalidParameter('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
export const transitiveTagMissing = (): AwsError =>
  invalidParameter('The specified transitive tag key must be included in the requested tags.');
/** What a calling session hands on cannot be said otherwise. */
export const transitiveTagTaken = (): AwsError =>
  invalidParameter(
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
  );

export const invalidToken = (message: string): AwsError => new AwsError('InvalidIdentityToken', message);
export const expiredToken = (nowSeconds: number, untilSeconds: number): AwsError =>
  new AwsError(
    'ExpiredTokenException',
    `Token expired: current date/time ${nowSeconds} must be before the expiration date/time ${untilSeconds}`,
  );
/** AWS answers the same whether the role is missing or does not trust the token. */
export const notTrusted = (): AwsError =>
  new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', { status: 403 });
export const invalidAuthorizationMessage = (): AwsError =>
  new AwsError('InvalidAuthorizationMessageException', 'The message could not be decoded.');
