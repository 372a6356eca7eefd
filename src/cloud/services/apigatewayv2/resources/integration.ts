import type { Integration } from '@aws-sdk/client-apigatewayv2';
import type { Properties, ResourceType } from '../../../service-kit/contract.ts';
import { numberIn, recordIn, recordsIn, textIn, unlessGone } from '../../../service-kit/properties.ts';
import { given } from '../changes.ts';
import { integrationTimeoutMsDefault } from '../defaults.ts';
import { textMap } from './text-map.ts';

const texts = [
  'ConnectionId',
  'ConnectionType',
  'ContentHandlingStrategy',
  'CredentialsArn',
  'Description',
  'IntegrationMethod',
  'IntegrationSubtype',
  'IntegrationType',
  'IntegrationUri',
  'PassthroughBehavior',
  'PayloadFormatVersion',
  'TemplateSelectionExpression',
] as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-integration.html */
export const integration: ResourceType = {
  properties: [
    ...texts,
    'ApiId',
    'RequestParameters',
    'RequestTemplates',
    'ResponseParameters',
    'TimeoutInMillis',
    'TlsConfig',
  ],
  async create(properties, context) {
    const { IntegrationId = '' } = await context.call<Integration>('apigatewayv2', 'CreateIntegration', {
      ApiId: textIn(properties, 'ApiId'),
      ...settingsOf(properties),
    });
    return { physicalId: IntegrationId, attributes: { IntegrationId } };
  },
  async update(state, properties, previous, context) {
    await context.call('apigatewayv2', 'UpdateIntegration', {
      ApiId: textIn(properties, 'ApiId'),
      IntegrationId: state.physicalId,
      Description: '',
      ResponseParameters: {},
      TimeoutInMillis: integrationTimeoutMsDefault,
      ...settingsOf(properties),
      RequestParameters: requestChanges(properties, previous),
    });
    return state;
  },
  async delete(state, properties, context) {
    const place = { ApiId: textIn(properties, 'ApiId'), IntegrationId: state.physicalId };
    await unlessGone(context.call('apigatewayv2', 'DeleteIntegration', place), 'NotFoundException');
  },
};

/** Members of CreateIntegration and UpdateIntegration alike; what the template leaves out is left out. */
function settingsOf(properties: Properties): object {
  return given({
    ...Object.fromEntries(texts.map((name) => [name, textIn(properties, name)])),
    RequestParameters: textMap(recordIn(properties, 'RequestParameters')),
    RequestTemplates: recordIn(properties, 'RequestTemplates'),
    ResponseParameters: responsesOf(recordIn(properties, 'ResponseParameters')),
    TimeoutInMillis: numberIn(properties, 'TimeoutInMillis'),
    TlsConfig: recordIn(properties, 'TlsConfig'),
  });
}

/** Templates list `{ Destination, Source }` under each status where the API has a map. */
function responsesOf(byStatus: Properties | undefined): Record<string, Record<string, string>> | undefined {
  if (!byStatus) return undefined;
  const entries = Object.keys(byStatus).map((status) => {
    const list = recordsIn(recordIn(byStatus, status) ?? {}, 'ResponseParameters');
    const pairs = list.map((one) => [textIn(one, 'Destination') ?? '', textIn(one, 'Source') ?? '']);
    return [status, Object.fromEntries(pairs) as Record<string, string>];
  });
  return Object.fromEntries(entries) as Record<string, Record<string, string>>;
}

/** An update adds to request parameters: those that are gone are taken away by an empty value. */
function requestChanges(properties: Properties, previous: Properties): Record<string, string> {
  const wanted = textMap(recordIn(properties, 'RequestParameters')) ?? {};
  const gone = Object.keys(recordIn(previous, 'RequestParameters') ?? {}).filter((key) => !Object.hasOwn(wanted, key));
  return { ...wanted, ...Object.fromEntries(gone.map((key) => [key, ''])) };
}
