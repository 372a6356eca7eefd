import type { Api } from '@aws-sdk/client-apigatewayv2';
import type { Properties, ResourceState, ResourceType } from '../../../service-kit/contract.ts';
import { flagIn, numberIn, recordIn, textIn, textsIn, unlessGone } from '../../../service-kit/properties.ts';
import { given } from '../changes.ts';
import { formatTagArn, ownTags, replaceTags } from './tags.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html */
export const api: ResourceType = {
  properties: [
    'ApiKeySelectionExpression',
    'CorsConfiguration',
    'CredentialsArn',
    'Description',
    'DisableExecuteApiEndpoint',
    'DisableSchemaValidation',
    // Of use to imported definitions alone, which are refused: see README.md.
    'FailOnWarnings',
    'IpAddressType',
    'Name',
    'ProtocolType',
    'RouteKey',
    'RouteSelectionExpression',
    'Tags',
    'Target',
    'Version',
  ],
  async create(properties, context) {
    const created = await context.call<Api>('apigatewayv2', 'CreateApi', {
      ...settingsOf(properties),
      ProtocolType: textIn(properties, 'ProtocolType'),
      Target: textIn(properties, 'Target'),
      RouteKey: textIn(properties, 'RouteKey'),
      CredentialsArn: textIn(properties, 'CredentialsArn'),
      Tags: ownTags(properties, context),
    });
    return stateOf(created);
  },
  async update(state, properties, previous, context) {
    const ApiId = state.physicalId;
    const cors = properties.CorsConfiguration;
    if (cors === undefined && previous.CorsConfiguration !== undefined) {
      await context.call('apigatewayv2', 'DeleteCorsConfiguration', { ApiId });
    }
    const updated = await context.call<Api>('apigatewayv2', 'UpdateApi', {
      ApiId,
      Description: '',
      DisableExecuteApiEndpoint: false,
      ...settingsOf(properties),
      ...quickCreateChanges(properties, previous),
    });
    await replaceTags(formatTagArn(context.region, `/apis/${ApiId}`), properties, previous, context);
    return stateOf(updated);
  },
  async delete(state, _properties, context) {
    await unlessGone(context.call('apigatewayv2', 'DeleteApi', { ApiId: state.physicalId }), 'NotFoundException');
  },
};

const stateOf = ({ ApiId = '', ApiEndpoint }: Api): ResourceState => ({
  physicalId: ApiId,
  attributes: { ApiId, ApiEndpoint },
});

/** Members of CreateApi and UpdateApi alike; what the template leaves out is left out. */
function settingsOf(properties: Properties): object {
  return given({
    ApiKeySelectionExpression: textIn(properties, 'ApiKeySelectionExpression'),
    CorsConfiguration: corsOf(recordIn(properties, 'CorsConfiguration')),
    Description: textIn(properties, 'Description'),
    DisableExecuteApiEndpoint: flagIn(properties, 'DisableExecuteApiEndpoint'),
    DisableSchemaValidation: flagIn(properties, 'DisableSchemaValidation'),
    IpAddressType: textIn(properties, 'IpAddressType'),
    Name: textIn(properties, 'Name'),
    RouteSelectionExpression: textIn(properties, 'RouteSelectionExpression'),
    Version: textIn(properties, 'Version'),
  });
}

/** Lists and flags of templates may be text. */
function corsOf(cors: Properties | undefined): object | undefined {
  if (!cors) return undefined;
  const lists = ['AllowHeaders', 'AllowMethods', 'AllowOrigins', 'ExposeHeaders'] as const;
  const listed = lists.filter((name) => cors[name] !== undefined).map((name) => [name, textsIn(cors, name)]);
  return {
    ...given({ AllowCredentials: flagIn(cors, 'AllowCredentials'), MaxAge: numberIn(cors, 'MaxAge') }),
    ...Object.fromEntries(listed),
  };
}

/** Only what changed, so that an untouched quick create does not stand in the way of an update. */
function quickCreateChanges(properties: Properties, previous: Properties): object {
  const names = ['Target', 'RouteKey', 'CredentialsArn'].filter((name) => properties[name] !== previous[name]);
  return Object.fromEntries(names.map((name) => [name, textIn(properties, name) ?? '']));
}
