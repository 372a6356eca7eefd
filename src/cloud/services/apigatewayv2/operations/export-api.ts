import type { ExportApiRequest, ExportApiResponse } from '@aws-sdk/client-apigatewayv2';
import { stringify } from 'yaml';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { configurationOf } from '../deployed-configuration.ts';
import { describeApi } from '../describe.ts';
import { badRequest } from '../errors.ts';
import { findApi, findStage } from '../lookup.ts';
import { writeDefinition } from '../openapi/write-definition.ts';
import { currentConfiguration, type HttpApiState } from '../state.ts';

/** Without a stage the API as it is now; https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-exports-specification.html */
export const exportApi: Operation<Given<ExportApiRequest>, ExportApiResponse, HttpApiState> = (
  state,
  { ApiId, Specification, OutputType, StageName, ExportVersion, IncludeExtensions = true },
  context,
) => {
  const api = findApi(state, ApiId, context);
  if (Specification !== 'OAS30') throw badRequest('Invalid specification specified. Must be one of [OAS30]');
  if (OutputType !== 'JSON' && OutputType !== 'YAML') {
    throw badRequest('Invalid output type specified. Must be one of [JSON, YAML]');
  }
  if (ExportVersion !== undefined && ExportVersion !== '1.0') {
    throw badRequest('Invalid export version specified. Must be one of [1.0]');
  }
  const stage = StageName === undefined ? undefined : findStage(state, ApiId, StageName);
  const none = { routes: [], integrations: [], authorizers: [] };
  const definition = writeDefinition({
    api,
    configuration: stage ? (configurationOf(state, ApiId, stage) ?? none) : currentConfiguration(state, ApiId),
    endpoint: describeApi(api, context).ApiEndpoint ?? '',
    basePath: StageName === '$default' ? undefined : StageName,
    hasExtensions: IncludeExtensions,
  });
  return {
    body: Buffer.from(OutputType === 'JSON' ? JSON.stringify(definition, undefined, 2) : stringify(definition)),
  };
};
