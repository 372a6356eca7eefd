/**
 * The error codes of resource handlers, as CloudFormation's events and Cloud Control tell them.
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html
 */
export type HandlerErrorCode =
  | 'AccessDenied'
  | 'AlreadyExists'
  | 'GeneralServiceException'
  | 'InternalFailure'
  | 'InvalidRequest'
  | 'NotFound'
  | 'ServiceLimitExceeded'
  | 'Throttling';

/** What a handler makes of the code of its service's error. */
export function handlerErrorCode(code: string): HandlerErrorCode {
  if (code === 'InternalFailure') return code;
  if (/AlreadyExists|EntityAlreadyExists|ResourceInUse|BucketAlready/.test(code)) return 'AlreadyExists';
  if (isGoneCode(code)) return 'NotFound';
  if (/AccessDenied|Unauthorized/.test(code)) return 'AccessDenied';
  if (/Throttl|TooManyRequests/.test(code)) return 'Throttling';
  if (/Limit|Quota/.test(code)) return 'ServiceLimitExceeded';
  if (/Validation|Invalid|Malformed|BadRequest/.test(code)) return 'InvalidRequest';
  return 'GeneralServiceException';
}

/** Whether a service says by that code that something does not exist. */
export const isGoneCode = (code: string): boolean => /NotFound|NoSuch|NonExistent|DoesNotExist|NotExist/.test(code);
