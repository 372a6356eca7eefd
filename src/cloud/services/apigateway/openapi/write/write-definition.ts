import { structureOf } from '../../../../gateway/openapi/structure.ts';
import { parseJson } from '../../../../kernel/json.ts';
import type { Configuration, DocumentationVersionRecord, ResourceRecord } from '../../state.ts';
import { DocumentationIndex, openApiMembers } from './documentation-index.ts';
import { type Exported, exportTime } from './exported.ts';
import { unlessEmpty } from './write-integration.ts';
import { writeMethod } from './write-method.ts';
import { writeModels } from './write-models.ts';
import { securitySchemes } from './write-security.ts';

/** The version that an export tells: the API's own, or when it was made. */
export const exportVersion = ({ api }: Configuration): string | undefined => api.version ?? exportTime(api.createdDate);

/**
 * An API as an OpenAPI definition, which an import takes back; its members in AWS's order.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-export-api.html
 */
export function writeDefinition(exported: Exported): object {
  const { version, configuration, host, stageName, extensions } = exported;
  const documentation = new DocumentationIndex(exported.documentation?.parts ?? []);
  const models = unlessEmpty(writeModels(configuration.models, version));
  const schemes = unlessEmpty(securitySchemes(configuration, extensions.authorizers));
  const told = exported.documentation && documentation.api;
  const info = openApiMembers(structureOf(told?.info));
  const tail = {
    ...(extensions.others && settingsOf(configuration)),
    'x-amazon-apigateway-documentation':
      extensions.documentation && exported.documentation ? documentationOf(exported.documentation) : undefined,
    ...Object.fromEntries(Object.entries(told ?? {}).filter(([name]) => name.startsWith('x-'))),
  };
  const { name: title, description } = configuration.api;
  const number = exportVersion(configuration);
  const paths = pathsOf(exported, documentation);
  const tags = extensions.others ? tagsOf(configuration) : undefined;
  if (version === 2) {
    return {
      swagger: '2.0',
      info: { description, version: number, title, ...info },
      host,
      basePath: `/${stageName}`,
      tags,
      schemes: ['https'],
      paths,
      securityDefinitions: schemes,
      definitions: models,
      ...tail,
    };
  }
  return {
    openapi: '3.0.1',
    info: { title, description, version: number, ...info },
    servers: [{ url: `https://${host}/{basePath}`, variables: { basePath: { default: `/${stageName}` } } }],
    tags,
    paths,
    components: unlessEmpty({ ...(models && { schemas: models }), ...(schemes && { securitySchemes: schemes }) }) ?? {},
    ...tail,
  };
}

/** In the order of the libraries that AWS writes with. */
const memberOrder: Readonly<Record<2 | 3, readonly string[]>> = {
  2: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'ANY'],
  3: ['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'ANY'],
};

function pathsOf(exported: Exported, documentation: DocumentationIndex): Record<string, object> {
  const resources = exported.configuration.resources.filter(({ resourceMethods }) => unlessEmpty(resourceMethods));
  const sorted = resources.sort((a, b) => (a.path < b.path ? -1 : 1));
  return Object.fromEntries(sorted.map((resource) => [resource.path, itemOf(resource, exported, documentation)]));
}

function itemOf({ path, resourceMethods = {} }: ResourceRecord, exported: Exported, documentation: DocumentationIndex) {
  const members = memberOrder[exported.version].flatMap((verb) => {
    const method = resourceMethods[verb];
    const member = verb === 'ANY' ? 'x-amazon-apigateway-any-method' : verb.toLowerCase();
    return method ? [[member, writeMethod(method, { path, verb, exported, documentation })] as const] : [];
  });
  const told = Object.entries(documentation.membersOf({ type: 'RESOURCE', path })).filter(([name]) =>
    name.startsWith('x-'),
  );
  return Object.fromEntries([...members, ...told]);
}

function settingsOf({ api, gatewayResponses, validators }: Configuration): Record<string, unknown> {
  const { disableExecuteApiEndpoint, endpointConfiguration, apiKeySource, policy } = api;
  const { vpcEndpointIds } = endpointConfiguration ?? {};
  const responses = gatewayResponses.map(({ responseType, statusCode, responseParameters, responseTemplates }) => [
    responseType,
    {
      statusCode: statusCode === undefined ? undefined : Number(statusCode),
      responseParameters: unlessEmpty(responseParameters),
      responseTemplates: unlessEmpty(responseTemplates),
    },
  ]);
  const written = validators.map(({ name = '', validateRequestBody = false, validateRequestParameters = false }) => [
    name,
    { validateRequestParameters, validateRequestBody },
  ]);
  return {
    'x-amazon-apigateway-policy': policy === undefined ? undefined : (parseJson(policy) ?? policy),
    'x-amazon-apigateway-endpoint-configuration':
      disableExecuteApiEndpoint || vpcEndpointIds
        ? { disableExecuteApiEndpoint: disableExecuteApiEndpoint || undefined, vpcEndpointIds }
        : undefined,
    'x-amazon-apigateway-gateway-responses': unlessEmpty(Object.fromEntries(responses)),
    'x-amazon-apigateway-request-validators': unlessEmpty(Object.fromEntries(written)),
    'x-amazon-apigateway-binary-media-types': unlessEmpty(api.binaryMediaTypes),
    'x-amazon-apigateway-minimum-compression-size': api.minimumCompressionSize,
    'x-amazon-apigateway-api-key-source': apiKeySource === 'AUTHORIZER' ? apiKeySource : undefined,
    'x-amazon-apigateway-security-policy': api.securityPolicy,
    'x-amazon-apigateway-endpoint-access-mode': api.endpointAccessMode,
  };
}

function documentationOf({ version, createdDate, parts }: DocumentationVersionRecord): object {
  const documentationParts = parts.map(({ location, properties = '' }) => ({
    location: { ...location },
    properties: parseJson(properties) ?? properties,
  }));
  return { version, createdDate: exportTime(createdDate), documentationParts };
}

function tagsOf({ api: { tags = {} } }: Configuration): object[] | undefined {
  const written = Object.entries(tags).map(([name, value]) => ({ name, 'x-amazon-apigateway-tag-value': value }));
  return written.length > 0 ? written : undefined;
}
