import type { Api } from '@aws-sdk/client-apigatewayv2';
import { partitionOf } from '../../../kernel/arns.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, retag, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { apiReading } from './readings.ts';
import { formatTagArn } from './tags.ts';

const service = 'apigatewayv2';

const properties = {
  ApiKeySelectionExpression: 'text',
  BasePath: 'text',
  Body: 'document',
  BodyS3Location: { members: { Bucket: 'text', Etag: 'text', Key: 'text', Version: 'text' } },
  CorsConfiguration: {
    members: {
      AllowCredentials: 'flag',
      AllowHeaders: { list: 'text' },
      AllowMethods: { list: 'text' },
      AllowOrigins: { list: 'text' },
      ExposeHeaders: { list: 'text' },
      MaxAge: 'number',
    },
  },
  CredentialsArn: 'text',
  Description: 'text',
  DisableExecuteApiEndpoint: 'flag',
  DisableSchemaValidation: 'flag',
  FailOnWarnings: 'flag',
  IpAddressType: 'text',
  Name: 'text',
  ProtocolType: 'text',
  RouteKey: 'text',
  RouteSelectionExpression: 'text',
  Tags: 'tagMap',
  Target: 'text',
  Version: 'text',
} as const satisfies Kinds;

type Declared = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html */
export const api = codedResourceType({
  type: 'AWS::ApiGatewayV2::Api',
  reading: apiReading,
  properties,
  attributes: ['ApiEndpoint', 'ApiId', 'ExecuteApiArn'],
  async create(p, context) {
    const made = await (isDefined(p) ? importApi(p, context) : createApi(p, context));
    return stateOf(made, context);
  },
  async update(state, p, previous, context) {
    const ApiId = state.physicalId;
    const changed = await (isDefined(p) ? reimportApi(ApiId, p, context) : updateApi(ApiId, p, previous, context));
    const on = { ResourceArn: formatTagArn(context.region, `/apis/${ApiId}`) };
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => context.call(service, 'UntagResource', { ...on, TagKeys }),
      tag: (tags) => context.call(service, 'TagResource', { ...on, Tags: tagRecord(tags) }),
    });
    return stateOf(changed, context);
  },
  async delete({ physicalId }, _, context) {
    await unlessGone(context.call(service, 'DeleteApi', { ApiId: physicalId }), 'NotFoundException');
  },
});

function stateOf(api: Api, { account, region }: ResourceContext) {
  const { ApiId = '', ApiEndpoint } = api;
  const ExecuteApiArn = `arn:${partitionOf(region)}:execute-api:${region}:${account}:${ApiId}`;
  return { physicalId: ApiId, attributes: { ApiEndpoint, ApiId, ExecuteApiArn } };
}

const createApi = ({ BasePath: _, FailOnWarnings: __, ...p }: Declared, context: ResourceContext): Promise<Api> =>
  context.call<Api>(service, 'CreateApi', { ...p, Tags: tagRecord(p.Tags) });

async function updateApi(ApiId: string, p: Declared, previous: Declared, context: ResourceContext): Promise<Api> {
  if (p.CorsConfiguration === undefined && previous.CorsConfiguration !== undefined) {
    await context.call(service, 'DeleteCorsConfiguration', { ApiId });
  }
  const untouched = { Description: '', DisableExecuteApiEndpoint: false };
  const changes = { ...untouched, ...settingsOf(p), ...quickCreateChanges(p, previous) };
  return context.call<Api>(service, 'UpdateApi', { ApiId, ...changes });
}

/** Whether the API is made of an OpenAPI definition. */
const isDefined = ({ Body, BodyS3Location }: Declared): boolean => Body !== undefined || BodyS3Location !== undefined;

async function importApi(p: Declared, context: ResourceContext): Promise<Api> {
  const made = await context.call<Api>(service, 'ImportApi', await importInput(p, context));
  const ResourceArn = formatTagArn(context.region, `/apis/${made.ApiId}`);
  if (p.Tags.length > 0) await context.call(service, 'TagResource', { ResourceArn, Tags: tagRecord(p.Tags) });
  return refine(made, p, context);
}

async function reimportApi(ApiId: string, p: Declared, context: ResourceContext): Promise<Api> {
  const input = await importInput(p, context);
  return refine(await context.call<Api>(service, 'ReimportApi', { ApiId, ...input }), p, context);
}

async function importInput({ Body, BodyS3Location, BasePath, FailOnWarnings }: Declared, context: ResourceContext) {
  return {
    Body: Body ?? (await storedBody(BodyS3Location ?? {}, context)),
    ...(BasePath !== undefined && { Basepath: BasePath }),
    ...(FailOnWarnings !== undefined && { FailOnWarnings }),
  };
}

interface Located {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
  readonly Version?: string | undefined;
  readonly Etag?: string | undefined;
}

async function storedBody({ Bucket, Key, Version, Etag }: Located, context: ResourceContext): Promise<string> {
  const input = { Bucket, Key, ...(Version !== undefined && { VersionId: Version }), ...(Etag && { IfMatch: Etag }) };
  const { Body } = await context.call<{ readonly Body?: unknown }>('s3', 'GetObject', input);
  if (typeof Body === 'string') return Body;
  // Bodies inside the process are bytes, or a stream of them.
  const chunks: Uint8Array[] = [];
  const parts = Body instanceof Uint8Array ? [Body] : (Body as AsyncIterable<Uint8Array>);
  for await (const chunk of parts) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** What the template says beside the definition counts more than what the definition says. */
function refine(made: Api, p: Declared, context: ResourceContext): Promise<Api> | Api {
  const settings = settingsOf(p);
  if (Object.keys(settings).length === 0) return made;
  return context.call<Api>(service, 'UpdateApi', { ApiId: made.ApiId, ...settings });
}

/** Members of CreateApi and UpdateApi alike. */
const settingsOf = ({
  BasePath: _path,
  Body: _body,
  BodyS3Location: _location,
  CredentialsArn: _credentials,
  FailOnWarnings: _warnings,
  ProtocolType: _protocol,
  RouteKey: _route,
  Tags: _tags,
  Target: _target,
  ...settings
}: Declared) => settings;

/** Only what changed, so that an untouched quick create does not stand in the way of an update. */
function quickCreateChanges(p: Declared, previous: Declared): object {
  const names = (['Target', 'RouteKey', 'CredentialsArn'] as const).filter((name) => p[name] !== previous[name]);
  return Object.fromEntries(names.map((name) => [name, p[name] ?? '']));
}
