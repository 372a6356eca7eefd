import type { Integration, Method } from '@aws-sdk/client-api-gateway';
import { badRequest, invalidArn } from '../errors.ts';
import { assertEnumerated } from './enumerated.ts';
import { assertRequestMapping } from './mapping.ts';
import { assertVerb } from './method.ts';

const types = ['HTTP', 'MOCK', 'AWS_PROXY', 'HTTP_PROXY', 'AWS'];
const passthroughBehaviors = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER'];
const timeoutMsMin = 50;
// AWS: regional and private APIs may be allowed more than edge-optimized ones, up to five minutes; streams 15.
const timeoutMsMax = { edge: 29_000, other: 300_000, stream: 900_000 };

interface Known {
  readonly method: Method;
  readonly isEdge: boolean;
  /** How the type is called where it is complained about. */
  readonly operation: string;
}

/** An integration as it would be kept. @throws BadRequestException, ValidationException */
export function assertIntegration(integration: Integration, { method, isEdge, operation }: Known): void {
  const { type = '', httpMethod, credentials, requestParameters } = integration;
  assertEnumerated(`${operation}.type`, type, types);
  assertChoices(integration, operation);
  if (type !== 'MOCK') {
    if (!httpMethod) throw badRequest('Enumeration value for HttpMethod must be non-empty');
    assertVerb(httpMethod);
    if (credentials && !credentials.startsWith('arn:')) throw invalidArn();
    if (type.startsWith('AWS')) assertServiceUri(integration);
    else assertHttpUri(integration);
  }
  assertTransferMode(integration);
  assertTimeout(integration, isEdge);
  assertRequestMapping(requestParameters, method);
}

/** Members that are one of a few words. */
function assertChoices(
  { passthroughBehavior, connectionType, connectionId, contentHandling }: Integration,
  operation: string,
): void {
  assertEnumerated(`${operation}.connectionType`, connectionType, ['INTERNET', 'VPC_LINK']);
  assertContentHandling(operation, contentHandling);
  if (passthroughBehavior !== undefined && !passthroughBehaviors.includes(passthroughBehavior)) {
    throw badRequest(
      `Invalid passthrough behavior specified: ${passthroughBehavior}. Valid options are ${passthroughBehaviors.join(', ')}`,
    );
  }
  if (connectionType === 'VPC_LINK' && !connectionId) {
    throw badRequest('ConnectionId is required when connectionType is VPC_LINK');
  }
}

/** Of requests and of responses. @throws ValidationException */
export const assertContentHandling = (operation: string, contentHandling: string | undefined): void =>
  assertEnumerated(`${operation}.contentHandling`, contentHandling, ['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT']);

function assertHttpUri({ uri = '' }: Integration): void {
  if (!/^https?:\/\/[^/]+/.test(uri) && !uri.includes('${stageVariables.')) {
    throw badRequest('Invalid HTTP endpoint specified for URI');
  }
}

function assertServiceUri({ type, uri = '' }: Integration): void {
  const match = /^arn:[^:]+:apigateway:([^:]+):([^:]+):(.*)$/s.exec(uri);
  if (!match) throw invalidArn();
  const [, , service = '', rest = ''] = match;
  if (!/^(?:path|action)\//.test(rest)) throw badRequest('AWS ARN for integration must contain path or action');
  if (type !== 'AWS_PROXY') return;
  const isFunction = service === 'lambda' && rest.startsWith('path/');
  if (!isFunction && service !== 'firehose') {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
}

/** Answers stream from proxies alone, and functions are asked for it by another path. */
function assertTransferMode({ type, uri = '', responseTransferMode = 'BUFFERED' }: Integration): void {
  const refuse = (reason: string) =>
    badRequest(`Invalid ResponseTransferMode. Cannot use ResponseTransferMode ${responseTransferMode} for ${reason}`);
  const isStream = responseTransferMode === 'STREAM';
  if (isStream && !type?.endsWith('_PROXY')) throw refuse(`${type} integrations.`);
  if (type !== 'AWS_PROXY' || !uri.includes(':lambda:path/') || isStream === asksForStream(uri)) return;
  const operation = isStream ? 'Invoke' : 'InvokeWithResponseStream';
  throw refuse(`Lambda functions invoked by ${operation} for AWS_PROXY integrations.`);
}

const asksForStream = (uri: string): boolean => uri.endsWith('/response-streaming-invocations');

function assertTimeout({ timeoutInMillis, responseTransferMode }: Integration, isEdge: boolean): void {
  if (timeoutInMillis === undefined) return;
  const longest = isEdge ? timeoutMsMax.edge : timeoutMsMax.other;
  const max = responseTransferMode === 'STREAM' ? timeoutMsMax.stream : longest;
  if (timeoutInMillis < timeoutMsMin || timeoutInMillis > max) {
    throw badRequest(`Timeout should be between ${timeoutMsMin} ms and ${max} ms`);
  }
}
