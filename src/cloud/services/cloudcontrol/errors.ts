import { AwsError, UnsupportedError } from '../../kernel/errors.ts';

// https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_Operations.html

/** Texts are from answers that people quote in their issues, where the README does not say otherwise. */
const refusal = (code: string) => (message: string) => new AwsError(code, message, { status: 400 });

export const validation = refusal('ValidationException');
export const invalidRequest = refusal('InvalidRequestException');
const notUpdatable = refusal('NotUpdatableException');
const notFound = refusal('ResourceNotFoundException');

export const typeNotFound = (typeName: string) =>
  refusal('TypeNotFoundException')(`The type '${typeName}' cannot be found.`);

/** What AWS says of types without such a handler. */
export const unsupportedAction = (typeName: string, action: string) =>
  refusal('UnsupportedActionException')(`Resource type ${typeName} does not support ${action} action`);

/** Of a type that AWS has and nobody here; some are parts of stacks alone. */
export const notEmulated = (typeName: string) =>
  new UnsupportedError(typeName.startsWith('AWS::CloudFormation::') ? `${typeName} by Cloud Control` : typeName);

export const modelInvalid = (violations: readonly string[]) =>
  validation(`Model validation failed (${violations.join('\n')})`);

const pathsOf = (names: readonly string[]) => `[${names.map((name) => `/properties/${name}`).join(', ')}]`;

export const createOnlyChanged = (names: readonly string[]) =>
  notUpdatable(`Invalid patch update: createOnlyProperties ${pathsOf(names)} cannot be updated`);
export const readOnlyChanged = (names: readonly string[]) =>
  validation(`Invalid patch update: readOnlyProperties ${pathsOf(names)} cannot be updated`);
export const readOnlyGiven = (names: readonly string[]) =>
  validation(`Model validation failed (readOnlyProperties ${pathsOf(names)} cannot be specified)`);

export const invalidPatch = (reason: string) => validation(`Invalid patch document: ${reason}`);
export const notJson = (member: string) => invalidRequest(`${member} is not a JSON object`);

export const resourceNotFound = (typeName: string, message: string, token: string) =>
  notFound(
    `${typeName} Handler returned status FAILED: ${message} (HandlerErrorCode: NotFound, RequestToken: ${token})`,
  );

export const identifierInvalid = (typeName: string, identifier: string, names: readonly string[]) =>
  validation(
    `Identifier ${identifier} is not valid for identifier [${names.map((name) => `/properties/${name}`).join(', ')}] of ${typeName}`,
  );

export const requestNotFound = (token: string) =>
  refusal('RequestTokenNotFoundException')(`Request with token ${token} was not found`);
export const requestOver = (token: string, status: string) =>
  refusal('ConcurrentModificationException')(`Request with token ${token} cannot be canceled: its status is ${status}`);
export const tokenReused = (token: string) =>
  refusal('ClientTokenConflictException')(
    `Client token ${token} was used before with a request that has other parameters`,
  );
export const otherOperationUnderway = (typeName: string, identifier: string) =>
  refusal('ConcurrentOperationException')(`Another operation is under way on ${typeName} ${identifier}`);
export const invalidToken = () => invalidRequest('NextToken is not valid');
