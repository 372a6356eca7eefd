import { AwsError } from '../../kernel/errors.ts';

/**
 * What the control plane answers when something is wrong; texts as recordings of AWS have them.
 * https://docs.aws.amazon.com/apigateway/latest/api/CommonErrors.html
 */
export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);

/** Something of that name is there already, or is in use. */
export const conflict = (message: string): AwsError => new AwsError('ConflictException', message);

/** No such thing. */
export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message);

/** Of all these texts this one alone tells the account. */
export const apiNotFound = (account: string, apiId: string): AwsError =>
  notFound(`Invalid API identifier specified ${account}:${apiId}`);

export const resourceNotFound = (): AwsError => notFound('Invalid Resource identifier specified');

export const methodNotFound = (): AwsError => notFound('Invalid Method identifier specified');

export const integrationNotFound = (): AwsError => notFound('Invalid Integration identifier specified');

export const responseNotFound = (): AwsError => notFound('Invalid Response status code specified');

export const deploymentNotFound = (): AwsError => notFound('Invalid Deployment identifier specified');

export const stageNotFound = (): AwsError => notFound('Invalid stage identifier specified');

export const modelNotFound = (name: string): AwsError => notFound(`Invalid model name specified: ${name}`);

export const validatorNotFound = (): AwsError => notFound('Invalid Request Validator identifier specified');

export const authorizerNotFound = (): AwsError => notFound('Invalid Authorizer identifier specified');

export const invalidArn = (): AwsError => badRequest('Invalid ARN specified in the request');

/** A constraint of the model is broken: the framework in front of the service answers. */
export const violation = (member: string, value: string, constraint: string): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );

/** A mapping that API Gateway cannot read, or that names what is not declared. */
export const invalidMapping = (errors: readonly string[]): AwsError =>
  badRequest(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${errors.join(', ')}]`);
