import { AwsError } from '../../kernel/errors.ts';

/**
 * What the control plane answers when something is wrong. Texts as API Gateway sends them, from the CLI's and
 * CloudFormation's public logs; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
 */
export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);

/** Something of that name or key is there already, or is in use. */
export const conflict = (message: string): AwsError => new AwsError('ConflictException', message);

const notFound = (message: string): AwsError => new AwsError('NotFoundException', message);

/** Of all these texts this one alone tells the account. */
export const apiNotFound = (account: string, apiId: string): AwsError =>
  notFound(`Invalid API identifier specified ${account}:${apiId}`);

export const routeNotFound = (id: string): AwsError => notFound(`Invalid Route identifier specified ${id}`);

export const integrationNotFound = (id: string): AwsError => notFound(`Invalid Integration identifier specified ${id}`);

export const authorizerNotFound = (id: string): AwsError => notFound(`Invalid Authorizer identifier specified ${id}`);

export const stageNotFound = (name: string): AwsError => notFound(`Invalid stage identifier specified ${name}`);

export const deploymentNotFound = (id: string): AwsError => notFound(`Invalid deployment identifier specified ${id}`);

export const domainNameNotFound = (): AwsError => notFound('Invalid domain name identifier specified');

export const apiMappingNotFound = (): AwsError => notFound('Invalid API mapping identifier specified');

export const vpcLinkNotFound = (id: string): AwsError => notFound(`Invalid VpcLink identifier specified ${id}`);

/** Something below an API of which HTTP APIs have none. */
export const childOfApiNotFound = (kind: string, id: string): AwsError =>
  notFound(`Invalid ${kind} identifier specified ${id}`);

/** What WebSocket APIs alone have. */
export const unsupportedForHttp = (what: string): AwsError =>
  badRequest(`${what} is not currently supported for HTTP APIs.`);

/** Settings of a stage for a route that the API does not have: 404, as captures of real deployments show. */
export const routeSettingsNotFound = (routeKey: string): AwsError =>
  notFound(`Unable to find Route by key ${routeKey} within the provided RouteSettings`);

export const resourceNotFound = (arn: string): AwsError => notFound(`Invalid resource identifier specified ${arn}`);
