import type { RestApi } from '@aws-sdk/client-api-gateway';
import { isStructure, structureOf } from '../../../gateway/openapi/structure.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { listing, replacing } from './patches.ts';
import { restApiReading } from './readings.ts';
import { applyTags, formatTagArn } from './tag-changes.ts';

const service = 'apigateway';

const properties = {
  ApiKeySourceType: 'text',
  BinaryMediaTypes: { list: 'text' },
  Body: 'document',
  BodyS3Location: { members: { Bucket: 'text', ETag: 'text', Key: 'text', Version: 'text' } },
  CloneFrom: 'text',
  Description: 'text',
  DisableExecuteApiEndpoint: 'flag',
  EndpointAccessMode: 'text',
  EndpointConfiguration: {
    members: { IpAddressType: 'text', Types: { list: 'text' }, VpcEndpointIds: { list: 'text' } },
  },
  FailOnWarnings: 'flag',
  MinimumCompressionSize: 'number',
  Mode: 'text',
  Name: 'text',
  Parameters: { map: 'text' },
  Policy: 'document',
  SecurityPolicy: 'text',
  Tags: 'tags',
  Version: 'text',
} as const satisfies Kinds;

type Declared = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html */
export const restApi = codedResourceType({
  type: 'AWS::ApiGateway::RestApi',
  reading: restApiReading,
  properties,
  attributes: ['RestApiId', 'RootResourceId'],
  async create(p, context) {
    if (!isDefined(p)) {
      return stateOf(await context.call<RestApi>(service, 'CreateRestApi', createInput(p)));
    }
    const { id } = await context.call<RestApi>(service, 'ImportRestApi', await definition(p, context));
    await applyTags(context, formatTagArn(context.region, `/restapis/${id}`), p, { Tags: [] });
    return stateOf(await context.call<RestApi>(service, 'UpdateRestApi', patchInput(String(id), p, {})));
  },
  async update(state, p, previous, context) {
    const id = state.physicalId;
    if (isDefined(p)) {
      const mode = p.Mode ?? 'overwrite';
      await context.call(service, 'PutRestApi', { restApiId: id, mode, ...(await definition(p, context)) });
    }
    const changed = await context.call<RestApi>(service, 'UpdateRestApi', patchInput(id, p, previous));
    await applyTags(context, formatTagArn(context.region, `/restapis/${id}`), p, previous);
    return stateOf(changed);
  },
  async delete({ physicalId }, _, context) {
    await unlessGone(context.call(service, 'DeleteRestApi', { restApiId: physicalId }), 'NotFoundException');
  },
});

function stateOf({ id = '', rootResourceId }: RestApi) {
  return { physicalId: id, attributes: { RestApiId: id, RootResourceId: rootResourceId } };
}

/** Whether the API is made of an OpenAPI definition. */
const isDefined = ({ Body, BodyS3Location }: Declared): boolean => Body !== undefined || BodyS3Location !== undefined;

function createInput(p: Declared): object {
  const { EndpointConfiguration: endpoint } = p;
  const input = {
    name: p.Name,
    apiKeySource: p.ApiKeySourceType,
    binaryMediaTypes: p.BinaryMediaTypes,
    cloneFrom: p.CloneFrom,
    description: p.Description,
    disableExecuteApiEndpoint: p.DisableExecuteApiEndpoint,
    endpointAccessMode: p.EndpointAccessMode,
    endpointConfiguration: endpoint && {
      types: endpoint.Types,
      vpcEndpointIds: endpoint.VpcEndpointIds,
      ipAddressType: endpoint.IpAddressType,
    },
    minimumCompressionSize: p.MinimumCompressionSize,
    policy: p.Policy,
    securityPolicy: p.SecurityPolicy,
    tags: tagRecord(p.Tags),
    version: p.Version,
  };
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** What the template says beside a definition counts more than what the definition says; silence counts only where it said something. */
function patchInput(restApiId: string, p: Declared, previous: Partial<Declared>) {
  const values = {
    '/name': p.Name ?? (isDefined(p) ? undefined : previous.Name),
    '/apiKeySource': p.ApiKeySourceType ?? (previous.ApiKeySourceType && 'HEADER'),
    '/description': p.Description ?? (previous.Description && ''),
    '/disableExecuteApiEndpoint': p.DisableExecuteApiEndpoint ?? (previous.DisableExecuteApiEndpoint && false),
    '/endpointAccessMode': p.EndpointAccessMode ?? (previous.EndpointAccessMode && ''),
    '/endpointConfiguration/types/0': p.EndpointConfiguration?.Types?.[0],
    '/endpointConfiguration/ipAddressType': p.EndpointConfiguration?.IpAddressType,
    '/minimumCompressionSize':
      p.MinimumCompressionSize ?? (previous.MinimumCompressionSize === undefined ? undefined : ''),
    '/policy': p.Policy ?? (previous.Policy && ''),
    '/securityPolicy': p.SecurityPolicy ?? (previous.SecurityPolicy && ''),
    '/version': p.Version ?? (previous.Version && ''),
  };
  const said = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
  const endpoints = (declared: Partial<Declared>) => declared.EndpointConfiguration?.VpcEndpointIds;
  return {
    restApiId,
    patchOperations: [
      ...replacing(said),
      ...listing('/binaryMediaTypes', p.BinaryMediaTypes, previous.BinaryMediaTypes),
      ...listing('/endpointConfiguration/vpcEndpointIds', endpoints(p), endpoints(previous)),
    ],
  };
}

/** The OpenAPI definition and how it is to be read, as ImportRestApi and PutRestApi take it. */
async function definition(p: Declared, context: ResourceContext): Promise<object> {
  const body =
    p.Body === undefined ? await storedBody(p.BodyS3Location ?? {}, context) : Buffer.from(titled(p.Body, p.Name));
  return {
    body,
    ...(p.FailOnWarnings !== undefined && { failOnWarnings: p.FailOnWarnings }),
    ...(p.Parameters !== undefined && { parameters: p.Parameters }),
  };
}

/** A definition without a title takes the name that is declared beside it: Infrastructure Composer writes `info: {}`. */
function titled(body: string, name: string | undefined): string {
  const document: unknown = name === undefined ? undefined : JSON.parse(body);
  if (!isStructure(document)) return body;
  const info = structureOf(document.info);
  return info.title === undefined ? JSON.stringify({ ...document, info: { ...info, title: name } }) : body;
}

async function storedBody(
  { Bucket, Key, Version, ETag }: NonNullable<Declared['BodyS3Location']>,
  context: ResourceContext,
): Promise<Uint8Array> {
  const input = { Bucket, Key, ...(Version !== undefined && { VersionId: Version }), ...(ETag && { IfMatch: ETag }) };
  const { Body } = await context.call<{ readonly Body?: unknown }>('s3', 'GetObject', input);
  if (typeof Body === 'string') return Buffer.from(Body);
  // Bodies inside the process are bytes, or a stream of them.
  const chunks: Uint8Array[] = [];
  const parts = Body instanceof Uint8Array ? [Body] : (Body as AsyncIterable<Uint8Array>);
  for await (const chunk of parts) chunks.push(chunk);
  return Buffer.concat(chunks);
}
