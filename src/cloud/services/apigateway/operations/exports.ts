import type { ExportResponse, GetExportRequest } from '@aws-sdk/client-api-gateway';
import { stringify } from 'yaml';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { badRequest } from '../errors.ts';
import { findApi, findDeployment, findStage } from '../lookup.ts';
import { jsonText } from '../openapi/json-text.ts';
import type { Extensions } from '../openapi/write/exported.ts';
import { exportVersion, writeDefinition } from '../openapi/write/write-definition.ts';
import { childKey, type RestApiState } from '../state.ts';

const specifications: ReadonlyMap<string, 2 | 3> = new Map([
  ['swagger', 2],
  ['oas30', 3],
]);

/** What a stage serves, as OpenAPI; https://docs.aws.amazon.com/apigateway/latest/api/API_GetExport.html */
export const getExport: Operation<Given<GetExportRequest>, ExportResponse, RestApiState> = (state, input, context) => {
  const { restApiId, stageName, exportType, parameters, accepts = 'application/json' } = input;
  const api = findApi(state, restApiId, context);
  const stage = findStage(state, restApiId, stageName);
  const version = specifications.get(exportType);
  if (!version) throw badRequest(`No API exporter for type '${exportType}'`);
  const isYaml = accepts.includes('yaml');
  if (!isYaml && !/json|\*\/\*/.test(accepts)) throw badRequest(`Invalid media type specified: ${accepts}`);
  const { frozen: configuration } = findDeployment(state, restApiId, stage.deploymentId);
  const document = writeDefinition({
    version,
    configuration,
    host: `${api.id}.execute-api.${context.region}.amazonaws.com`,
    stageName,
    documentation: state.documentationVersions.get(childKey(restApiId, stage.documentationVersion ?? '')),
    extensions: extensionsOf(parameters?.extensions),
  });
  const filename = `${exportType}_${exportVersion(configuration)}.${isYaml ? 'yaml' : 'json'}`;
  return {
    contentType: 'application/octet-stream',
    contentDisposition: `attachment; filename="${filename}"`,
    body: Buffer.from(isYaml ? yamlText(document) : jsonText(document)),
  };
};

function extensionsOf(parameter = ''): Extensions {
  const asked = new Set(parameter.split(',').map((name) => name.trim()));
  const all = asked.has('apigateway');
  return {
    integrations: all || asked.has('integrations'),
    authorizers: all || asked.has('authorizers'),
    others: all,
    documentation: asked.has('documentation'),
  };
}

/** AWS writes every text in quotes, and tells that a document begins. */
const yamlText = (document: object): string =>
  `---\n${stringify(JSON.parse(JSON.stringify(document)), {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    indentSeq: false,
    lineWidth: 0,
    // Never an alias: API Gateway writes none.
    aliasDuplicateObjects: false,
  })}`;
