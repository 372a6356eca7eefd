import { violation } from '../errors.ts';

/** Refuses a value that the model does not have; undefined passes. @throws ValidationException */
export function assertEnumerated(member: string, value: string | undefined, values: readonly string[]): void {
  if (value !== undefined && !values.includes(value)) {
    throw violation(member, value, `Member must satisfy enum value set: [${values.join(', ')}]`);
  }
}

const statusCodePattern = /^[1-5]\d\d$/;

/** https://docs.aws.amazon.com/apigateway/latest/api/API_MethodResponse.html @throws ValidationException */
export function assertStatusCode(statusCode: string | undefined): void {
  if (statusCode !== undefined && !statusCodePattern.test(statusCode)) {
    throw violation('statusCode', statusCode, 'Member must satisfy regular expression pattern: [1-5]\\d\\d');
  }
}
