import type { Api } from '@aws-sdk/client-apigatewayv2';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { formatTagArn, tagging } from './tags.ts';

const properties = {
  ApiKeySelectionExpression: 'text',
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
  // Of use to imported definitions alone, which are refused: see README.md.
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
export const api = resourceType({
  type: 'AWS::ApiGatewayV2::Api',
  service: 'apigatewayv2',
  properties,
  refused: {
    BasePath: 'definitions are not imported',
    Body: 'definitions are not imported',
    BodyS3Location: 'definitions are not imported',
  },
  create: {
    operation: 'CreateApi',
    input: ({ FailOnWarnings: _, ...p }) => ({ ...p, Tags: tagRecord(p.Tags) }),
    physicalId: (output: Api) => output.ApiId,
  },
  attributes: {
    ApiEndpoint: (output: Api) => output.ApiEndpoint,
    ApiId: (output: Api) => output.ApiId,
  },
  missing: { ExecuteApiArn: 'its form is not documented' },
  update: {
    operation: 'UpdateApi',
    input: (p, { id, previous }) => ({
      ApiId: id,
      Description: '',
      DisableExecuteApiEndpoint: false,
      ...settingsOf(p),
      ...quickCreateChanges(p, previous),
    }),
    first: (p, { id, previous }) =>
      p.CorsConfiguration === undefined && previous.CorsConfiguration !== undefined
        ? ['DeleteCorsConfiguration', { ApiId: id }]
        : undefined,
    isDescribing: true,
  },
  tagging: tagging(({ id, context }) => formatTagArn(context.region, `/apis/${id}`)),
  delete: { operation: 'DeleteApi', input: (_, { id }) => ({ ApiId: id }), gone: ['NotFoundException'] },
});

/** Members of CreateApi and UpdateApi alike. */
const settingsOf = ({
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
