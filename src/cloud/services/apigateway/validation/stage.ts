import type { MethodSetting, Stage } from '@aws-sdk/client-api-gateway';
import { badRequest, invalidArn } from '../errors.ts';
import { assertEnumerated } from './enumerated.ts';

const namePattern = /^[A-Za-z0-9_-]{1,128}$/;
const variableNamePattern = /^\w+$/;
const variableValuePattern = /^[A-Za-z0-9\-._~:/?#&=, ]+$/;
const loggingLevels = ['OFF', 'ERROR', 'INFO'];
const cacheTtlSecondsMax = 3600;
const cacheControlStrategies = ['FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'];
const cacheSizes = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'];

/** A stage as it would be kept. @throws BadRequestException, ValidationException */
export function assertStage(stage: Stage, operation: string): void {
  const { stageName = '', variables, canarySettings, accessLogSettings, cacheClusterSize } = stage;
  if (!namePattern.test(stageName)) throw badRequest('Stage name only allows a-zA-Z0-9_-');
  assertEnumerated(`${operation}.cacheClusterSize`, cacheClusterSize, cacheSizes);
  assertVariables(variables);
  for (const settings of Object.values(stage.methodSettings ?? {})) assertMethodSettings(settings, operation);
  assertVariables(canarySettings?.stageVariableOverrides);
  const percent = canarySettings?.percentTraffic ?? 0;
  if (percent < 0 || percent > 100) throw badRequest('Canary percent traffic must be between 0.0 and 100.0');
  const arn = accessLogSettings?.destinationArn;
  if (arn && !/^arn:[^:]+:(?:logs|firehose):/.test(arn)) throw invalidArn();
}

/** https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html */
function assertMethodSettings(settings: MethodSetting, operation: string): void {
  const { loggingLevel, cacheTtlInSeconds = 0, unauthorizedCacheControlHeaderStrategy } = settings;
  if (loggingLevel !== undefined && !loggingLevels.includes(loggingLevel)) {
    throw badRequest(`Invalid logging level specified: ${loggingLevel}. Valid options are ${loggingLevels.join(', ')}`);
  }
  if (cacheTtlInSeconds < 0 || cacheTtlInSeconds > cacheTtlSecondsMax) {
    throw badRequest(`Invalid cache TTL, must be between 0 and ${cacheTtlSecondsMax}`);
  }
  assertEnumerated(
    `${operation}.unauthorizedCacheControlHeaderStrategy`,
    unauthorizedCacheControlHeaderStrategy,
    cacheControlStrategies,
  );
}

function assertVariables(variables: Readonly<Record<string, string>> | undefined): void {
  for (const [name, value] of Object.entries(variables ?? {})) {
    if (!variableNamePattern.test(name)) {
      throw badRequest(`Invalid stage variable name: ${name}. Please use alphanumeric characters and underscores.`);
    }
    if (!variableValuePattern.test(value)) {
      throw badRequest(
        `Invalid stage variable value: ${value}.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.`,
      );
    }
  }
}
