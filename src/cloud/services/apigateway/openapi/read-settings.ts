import type { ApiKeySourceType, EndpointAccessMode, SecurityPolicy } from '@aws-sdk/client-api-gateway';
import { listOf, type Structure, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import type { DefinedSettings } from './definition.ts';
import type { ReadContext } from './read-context.ts';
import { asText } from './read-values.ts';

const extension = (name: string) => `x-amazon-apigateway-${name}`;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html */
export function readSettings({ document, findings }: ReadContext): DefinedSettings {
  const { title, description, version } = structureOf(document.info);
  const name = title === undefined || title === null ? '' : asText(title);
  if (name === '') findings.errors.push('Unable to create API: Invalid API name');
  const endpoint = structureOf(document[extension('endpoint-configuration')]);
  return {
    name,
    description: textOf(description),
    version: version === undefined || version === null ? undefined : asText(version),
    apiKeySource: apiKeySourceOf(document, findings.errors),
    binaryMediaTypes: textsListOf(document[extension('binary-media-types')]),
    minimumCompressionSize: compressionOf(document, findings.errors),
    policy: policyOf(document[extension('policy')]),
    securityPolicy: textOf(document[extension('security-policy')]) as SecurityPolicy | undefined,
    endpointAccessMode: textOf(document[extension('endpoint-access-mode')]) as EndpointAccessMode | undefined,
    disableExecuteApiEndpoint: booleanOf(endpoint.disableExecuteApiEndpoint),
    vpcEndpointIds: textsListOf(endpoint.vpcEndpointIds),
    tags: tagsOf(document.tags),
  };
}

/** YAML templates often have the word in quotes. */
const booleanOf = (value: unknown): boolean | undefined =>
  value === undefined || value === null ? undefined : String(value) === 'true';

const textsListOf = (value: unknown): string[] | undefined => (Array.isArray(value) ? value.map(asText) : undefined);

const apiKeySources: readonly string[] = ['HEADER', 'AUTHORIZER'] satisfies ApiKeySourceType[];

function apiKeySourceOf(document: Structure, errors: string[]): ApiKeySourceType | undefined {
  const source = document[extension('api-key-source')];
  if (source === undefined || source === null) return undefined;
  const text = asText(source).toUpperCase();
  if (apiKeySources.includes(text)) return text as ApiKeySourceType;
  errors.push(`Unable to update API: Invalid API key source specified: ${asText(source)}`);
  return undefined;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-openapi-minimum-compression-size.html */
const compressionBytesMax = 10 * 1024 * 1024;

function compressionOf(document: Structure, errors: string[]): number | undefined {
  const value = document[extension('minimum-compression-size')];
  if (value === undefined || value === null) return undefined;
  const bytes = Number(asText(value));
  if (Number.isInteger(bytes) && bytes >= 0 && bytes <= compressionBytesMax) return bytes;
  errors.push('Unable to update API: Invalid minimum compression size, must be between 0 and 10485760');
  return undefined;
}

function policyOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return asText(value);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-openapi-extensions-tag-value.html */
function tagsOf(tags: unknown): Record<string, string> | undefined {
  const pairs = listOf(tags).flatMap((tag) => {
    const { name, [extension('tag-value')]: value } = structureOf(tag);
    return typeof name === 'string' && value !== undefined ? [[name, asText(value)] as const] : [];
  });
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}
