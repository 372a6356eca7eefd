import type { Op } from '@aws-sdk/client-api-gateway';
import type { PatchPath } from './patch-path.ts';
import { readFlag, readNumber } from './patch-values.ts';

const replace = ['replace'] as const;

/** Path of a method's setting, the member that it is kept as, and how it is read. */
const settings: readonly (readonly [path: string, member: string, read?: PatchPath['read']])[] = [
  ['metrics/enabled', 'metricsEnabled', readFlag],
  ['logging/dataTrace', 'dataTraceEnabled', readFlag],
  ['logging/loglevel', 'loggingLevel'],
  ['throttling/burstLimit', 'throttlingBurstLimit', readNumber],
  ['throttling/rateLimit', 'throttlingRateLimit', readNumber],
  ['caching/ttlInSeconds', 'cacheTtlInSeconds', readNumber],
  ['caching/enabled', 'cachingEnabled', readFlag],
  ['caching/dataEncrypted', 'cacheDataEncrypted', readFlag],
  ['caching/requireAuthorizationForCacheControl', 'requireAuthorizationForCacheControl', readFlag],
  ['caching/unauthorizedCacheControlHeaderStrategy', 'unauthorizedCacheControlHeaderStrategy'],
];

/** All methods, or a resource's path (its slashes escaped or not) and a verb; AWS has no settings of `ANY`. */
const methodPattern = String.raw`/(\*/\*|.+/(?:\*|GET|PUT|POST|DELETE|PATCH|OPTIONS|HEAD))`;

const settingRows = settings.map(([path, member, read]): PatchPath => {
  const pattern = new RegExp(`^${methodPattern}/${path}$`);
  return {
    path: `/{resourcePath}/{httpMethod}/${path}`,
    ops: replace,
    match: (given) => pattern.exec(given)?.slice(1),
    at: ([method = '']) => ['methodSettings', method, member],
    ...(read && { read }),
  };
});

const wholeMethod = new RegExp(`^${methodPattern}$`);

/** UpdateStage. https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch */
export const stageTable: readonly PatchPath[] = [
  { path: '/deploymentId', ops: ['replace', 'copy'], from: ['/canarySettings/deploymentId'] },
  { path: '/description', ops: replace },
  { path: '/cacheClusterEnabled', ops: replace, read: readFlag },
  { path: '/cacheClusterSize', ops: replace },
  { path: '/clientCertificateId', ops: replace },
  { path: '/accessLogSettings', ops: ['remove'] },
  { path: '/accessLogSettings/destinationArn', ops: replace },
  { path: '/accessLogSettings/format', ops: replace },
  { path: '/canarySettings', ops: ['remove'] },
  { path: '/canarySettings/deploymentId', ops: ['replace', 'copy'], from: ['/deploymentId'] },
  { path: '/canarySettings/percentTraffic', ops: replace, read: readNumber },
  { path: '/canarySettings/stageVariableOverrides', ops: ['remove', 'copy'], from: ['/variables'] },
  { path: '/canarySettings/stageVariableOverrides/{name}', ops: ['add', 'replace', 'remove'], empty: '' },
  { path: '/canarySettings/useStageCache', ops: replace, read: readFlag },
  { path: '/documentationVersion', ops: replace },
  { path: '/tracingEnabled', ops: replace, read: readFlag },
  { path: '/variables', ops: ['remove', 'copy'], from: ['/canarySettings/stageVariableOverrides'] },
  { path: '/variables/{name}', ops: ['add', 'replace', 'remove', 'copy'], empty: '' },
  ...settingRows,
  {
    path: '/{resourcePath}/{httpMethod}',
    ops: ['remove'],
    match: (given) => wholeMethod.exec(given)?.slice(1),
    at: ([method = '']) => ['methodSettings', method],
  },
];

/** AWS's list of paths, with the commas that it lacks. */
const listed = (method: string, [first, second]: readonly [string, string]): string => {
  const throttling = `${method}/throttling/burstLimit${first}${method}/throttling/rateLimit${second}${method}/caching/ttlInSeconds`;
  const before = ['metrics/enabled', 'logging/dataTrace', 'logging/loglevel'];
  const after = settings.slice(6).map(([path]) => path);
  return [...before.map((path) => `${method}/${path}`), throttling, ...after.map((path) => `${method}/${path}`)].join(
    ', ',
  );
};

const listedPaths = [
  '/deploymentId',
  '/description',
  '/cacheClusterEnabled',
  '/cacheClusterSize',
  '/clientCertificateId',
  '/accessLogSettings',
  '/accessLogSettings/destinationArn',
  '/accessLogSettings/format',
  listed('/{resourcePath}/{httpMethod}', ['', '']),
  listed('/*/*', [' ', ' ']),
  '/variables/{variableName}',
  '/tracingEnabled',
].join(', ');

/** What UpdateStage says of a path that there is not. */
export const invalidStagePath = (_table: readonly PatchPath[], _op: Op, path: string): string =>
  `Invalid method setting path: ${path}. Must be one of: [${listedPaths}]`;
