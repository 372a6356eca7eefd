/**
 * What dead letters call an error of a target: AWS's list of codes, by those of the services.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
const codes: readonly (readonly [RegExp, string])[] = [
  [/^AccessDenied|^KMSAccessDenied|^AuthorizationError/, 'NO_PERMISSIONS'],
  [/NotFound|NonExistent|DoesNotExist/, 'NO_RESOURCE'],
  [/Throttl|TooManyRequests|LimitExceeded|ThroughputExceeded/, 'THROTTLING'],
  [/^ConnectionFailure$/, 'CONNECTION_FAILURE'],
  [/^Validation|^InvalidParameter|^InvalidArgument|^NotImplemented/, 'INVALID_PARAMETER'],
  [/^Internal|^Service|Unavailable/, 'INTERNAL_ERROR'],
];

/** By the code of the error that the target answered. */
export const errorCodeOf = (code: string): string =>
  codes.find(([pattern]) => pattern.test(code))?.[1] ?? 'ERROR_FROM_TARGET';
