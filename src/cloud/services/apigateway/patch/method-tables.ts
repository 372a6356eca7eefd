import { notFound } from '../errors.ts';
import type { PatchPath } from './patch-path.ts';
import { readFlag, readNumber } from './patch-values.ts';

const replace = ['replace'] as const;
const addReplaceRemove = ['add', 'replace', 'remove'] as const;

const unknownParameter = () => notFound('Invalid parameter name specified');
const unknownContentType = () => notFound('Invalid content type specified');
/** A map of flags or texts by the names of parameters. */
const parameters = { ops: addReplaceRemove, whenMissing: unknownParameter };
const byContentType = { ops: addReplaceRemove, whenMissing: unknownContentType };
/** Templates may be empty texts. */
const templates = { ...byContentType, empty: '' };

/** UpdateMethod. */
export const methodTable: readonly PatchPath[] = [
  { path: '/apiKeyRequired', ops: replace, read: readFlag },
  { path: '/authorizationScopes', ops: ['add', 'remove'], list: 'byValue' },
  { path: '/authorizationType', ops: replace },
  { path: '/authorizerId', ops: replace },
  { path: '/operationName', ops: replace },
  { path: '/requestModels/{contentType}', ...byContentType },
  { path: '/requestParameters/{name}', ...parameters, read: readFlag, empty: false },
  { path: '/requestValidatorId', ops: replace },
];

/** UpdateMethodResponse. */
export const methodResponseTable: readonly PatchPath[] = [
  { path: '/responseModels/{contentType}', ...byContentType },
  { path: '/responseParameters/{name}', ...parameters, read: readFlag, empty: false },
];

/** UpdateIntegration. */
export const integrationTable: readonly PatchPath[] = [
  { path: '/cacheKeyParameters/{name}', ops: addReplaceRemove, list: 'byName' },
  { path: '/cacheNamespace', ops: replace },
  { path: '/connectionId', ops: replace },
  { path: '/connectionType', ops: replace },
  { path: '/contentHandling', ops: replace },
  { path: '/credentials', ops: replace },
  { path: '/httpMethod', ops: replace },
  { path: '/integrationTarget', ops: replace },
  { path: '/passthroughBehavior', ops: replace },
  { path: '/requestParameters/{name}', ...parameters },
  { path: '/requestTemplates/{contentType}', ...templates },
  { path: '/responseTransferMode', ops: replace },
  { path: '/timeoutInMillis', ops: replace, read: readNumber },
  { path: '/tlsConfig/insecureSkipVerification', ops: replace, read: readFlag },
  { path: '/type', ops: replace },
  { path: '/uri', ops: replace },
];

/** UpdateIntegrationResponse. */
export const integrationResponseTable: readonly PatchPath[] = [
  { path: '/contentHandling', ops: replace },
  { path: '/responseParameters/{name}', ...parameters },
  { path: '/responseTemplates/{contentType}', ...templates },
  { path: '/selectionPattern', ops: replace, empty: '' },
];
