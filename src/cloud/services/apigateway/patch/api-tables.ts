import { badRequest } from '../errors.ts';
import { assertCompressionSize } from '../validation/rest-api.ts';
import type { PatchPath } from './patch-path.ts';
import { nullOrEmpty, readFlag, readNumber } from './patch-values.ts';

const replace = ['replace'] as const;
const addRemove = ['add', 'remove'] as const;
const addReplaceRemove = ['add', 'replace', 'remove'] as const;

/** UpdateRestApi. */
export const restApiTable: readonly PatchPath[] = [
  { path: '/apiKeySource', ops: replace },
  { path: '/binaryMediaTypes/{mediaType}', ops: addReplaceRemove, list: 'byName' },
  { path: '/description', ops: replace },
  { path: '/disableExecuteApiEndpoint', ops: replace, read: readFlag },
  { path: '/endpointAccessMode', ops: replace },
  { path: '/endpointConfiguration/ipAddressType', ops: replace },
  { path: '/endpointConfiguration/types/{type}', ops: replace, list: 'byName' },
  { path: '/endpointConfiguration/vpcEndpointIds', ops: addRemove, list: 'byValue' },
  { path: '/endpointConfiguration/vpcEndpointIds/{vpcEndpointId}', ops: addRemove, list: 'byName' },
  { path: '/minimumCompressionSize', ops: replace, read: readCompressionSize },
  { path: '/name', ops: replace, whenEmpty: () => badRequest('Invalid API name') },
  { path: '/policy', ops: replace },
  { path: '/securityPolicy', ops: replace },
  { path: '/version', ops: replace },
];

function readCompressionSize(text: string): number {
  const size = Number(text);
  assertCompressionSize(size);
  return size;
}

/** UpdateAccount. The role's path is written either way. */
export const accountTable: readonly PatchPath[] = [
  { path: '/cloudwatchRoleArn', ops: replace },
  { path: '/cloudWatchRoleArn', ops: replace, at: () => ['cloudwatchRoleArn'] },
  { path: '/features', ops: addRemove, list: 'byValue' },
];

/** UpdateResource. */
export const resourceTable: readonly PatchPath[] = [
  { path: '/parentId', ops: replace },
  { path: '/pathPart', ops: replace },
];

/** UpdateModel. */
export const modelTable: readonly PatchPath[] = [
  { path: '/description', ops: replace },
  {
    path: '/schema',
    ops: replace,
    whenEmpty: () => badRequest('Model schema must have at least 1 property or array items defined'),
  },
];

/** UpdateRequestValidator. */
export const validatorTable: readonly PatchPath[] = [
  { path: '/name', ops: replace, whenEmpty: () => badRequest('Request Validator name cannot be blank') },
  { path: '/validateRequestParameters', ops: replace, read: readFlag },
  { path: '/validateRequestBody', ops: replace, read: readFlag },
];

/** UpdateAuthorizer. */
export const authorizerTable: readonly PatchPath[] = [
  { path: '/name', ops: replace, whenEmpty: nullOrEmpty },
  { path: '/type', ops: replace },
  { path: '/authType', ops: replace },
  { path: '/authorizerUri', ops: replace },
  { path: '/authorizerCredentials', ops: replace },
  { path: '/identitySource', ops: replace },
  { path: '/identityValidationExpression', ops: replace },
  { path: '/authorizerResultTtlInSeconds', ops: replace, read: readNumber },
  { path: '/providerARNs', ops: addRemove, list: 'byValue' },
];

/** UpdateGatewayResponse. */
export const gatewayResponseTable: readonly PatchPath[] = [
  { path: '/statusCode', ops: replace },
  { path: '/responseParameters/{name}', ops: addReplaceRemove, whenEmpty: nullOrEmpty },
  { path: '/responseTemplates/{contentType}', ops: addReplaceRemove, whenEmpty: nullOrEmpty },
];

/** UpdateDeployment. */
export const deploymentTable: readonly PatchPath[] = [{ path: '/description', ops: replace }];
