import type { Stage } from '@aws-sdk/client-apigatewayv2';
import { parseArn } from '../../../kernel/arns.ts';
import { badRequest, routeSettingsNotFound } from '../errors.ts';
import { childKey, childrenOf, type HttpApiState } from '../state.ts';

const stageNameCharactersMax = 128;
const formatBytesMax = 3 * 1024; // http-api-quotas: size of the access log template
const variableValue = /^[A-Za-z0-9 \-._~:/?#&=,]*$/;

/** What CreateStage and UpdateStage refuse, for the stage as it would be afterwards. */
export function assertStage(state: HttpApiState, apiId: string, stage: Readonly<Stage>): void {
  const name = stage.StageName ?? '';
  if (name !== '$default' && !/^[a-zA-Z0-9_-]+$/.test(name)) throw badRequest('Stage name only allows a-zA-Z0-9_');
  if (name.length > stageNameCharactersMax) throw badRequest('Stage name is too long');
  if (stage.ClientCertificateId !== undefined) {
    throw badRequest('ClientCertificateId is not currently supported for HTTP APIs.');
  }
  assertVariables(stage.StageVariables ?? {});
  assertSettings(state, apiId, stage);
  if (stage.AccessLogSettings) assertAccessLog(stage.AccessLogSettings);
  if (stage.DeploymentId !== undefined && !state.deployments.has(childKey(apiId, stage.DeploymentId))) {
    throw badRequest(`Invalid deployment identifier specified ${stage.DeploymentId}`);
  }
}

/** Values end up in URIs and ARNs: what could break those is refused. */
function assertVariables(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (!/^\w+$/.test(name)) {
      throw badRequest(`Invalid stage variable name: ${name}. Please use names with only word characters.`);
    }
    if (!variableValue.test(value)) {
      throw badRequest(
        `Invalid stage variable value of key ${name}.  Please use values with alphanumeric characters and the ` +
          `symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.`,
      );
    }
  }
}

/** Execution logging and data traces are WebSocket features: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html */
function assertSettings(state: HttpApiState, apiId: string, stage: Readonly<Stage>): void {
  for (const settings of [stage.DefaultRouteSettings ?? {}, ...Object.values(stage.RouteSettings ?? {})]) {
    const isLogging = settings.LoggingLevel !== undefined && settings.LoggingLevel !== 'OFF';
    if (isLogging || settings.DataTraceEnabled) {
      throw badRequest('Execution logs are not supported on protocolType HTTP');
    }
  }
  const known = new Set(childrenOf(state.routes, apiId).map((route) => route.RouteKey));
  const unknown = Object.keys(stage.RouteSettings ?? {}).find((routeKey) => !known.has(routeKey));
  if (unknown !== undefined) {
    throw routeSettingsNotFound(unknown);
  }
}

/**
 * Without an id a line could not be traced to its request.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
 */
function assertAccessLog({ DestinationArn, Format }: NonNullable<Stage['AccessLogSettings']>): void {
  if (Format !== undefined && !/\$context\.(requestId|extendedRequestId)\b/.test(Format)) {
    throw badRequest('Access Log format must include either $context.requestId or $context.extendedRequestId');
  }
  if (Format !== undefined && Buffer.byteLength(Format) > formatBytesMax) {
    throw badRequest(`Access Log format exceeds the limit of ${formatBytesMax} bytes`);
  }
  const destination = parseArn(DestinationArn ?? '')?.service;
  if (DestinationArn !== undefined && destination !== 'logs' && destination !== 'firehose') {
    throw badRequest('The ARN must be a valid CloudWatch Logs log group or Kinesis Data Firehose delivery stream');
  }
}
