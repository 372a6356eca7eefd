import type { Integration } from '@aws-sdk/client-apigatewayv2';
import type { Kinds, Values } from '../../../service-kit/properties.ts';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { integrationTimeoutMsDefault } from '../defaults.ts';
import { integrationReading } from './readings.ts';

const properties = {
  ApiId: 'text',
  ConnectionId: 'text',
  ConnectionType: 'text',
  ContentHandlingStrategy: 'text',
  CredentialsArn: 'text',
  Description: 'text',
  IntegrationMethod: 'text',
  IntegrationSubtype: 'text',
  IntegrationType: 'text',
  IntegrationUri: 'text',
  PassthroughBehavior: 'text',
  PayloadFormatVersion: 'text',
  RequestParameters: { map: 'text' },
  RequestTemplates: 'record',
  ResponseParameters: {
    map: { members: { ResponseParameters: { list: { members: { Destination: 'text', Source: 'text' } } } } },
  },
  TemplateSelectionExpression: 'text',
  TimeoutInMillis: 'number',
  TlsConfig: 'record',
} as const satisfies Kinds;

type Declared = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-integration.html */
export const integration = resourceType({
  type: 'AWS::ApiGatewayV2::Integration',
  reading: integrationReading,
  service: 'apigatewayv2',
  properties,
  create: {
    operation: 'CreateIntegration',
    input: (p) => ({ ...p, ResponseParameters: responsesOf(p) }),
    physicalId: (output: Integration) => output.IntegrationId,
  },
  attributes: { IntegrationId: (output: Integration) => output.IntegrationId },
  update: {
    operation: 'UpdateIntegration',
    input: (p, { id, previous }) => ({
      Description: '',
      TimeoutInMillis: integrationTimeoutMsDefault,
      ...p,
      IntegrationId: id,
      ResponseParameters: responsesOf(p) ?? {},
      RequestParameters: requestChanges(p, previous),
    }),
  },
  delete: {
    operation: 'DeleteIntegration',
    input: ({ ApiId }, { id }) => ({ ApiId, IntegrationId: id }),
    gone: ['NotFoundException'],
  },
});

/** Templates list `{ Destination, Source }` under each status where the API has a map. */
function responsesOf({ ResponseParameters: byStatus }: Declared): object | undefined {
  if (!byStatus) return undefined;
  const entries = Object.entries(byStatus).map(([status, { ResponseParameters: list = [] }]) => {
    const pairs = list.map(({ Destination = '', Source = '' }) => [Destination, Source] as const);
    return [status, Object.fromEntries(pairs)] as const;
  });
  return Object.fromEntries(entries);
}

/** An update adds to request parameters: those that are gone are taken away by an empty value. */
function requestChanges(p: Declared, previous: Declared): Record<string, string> {
  const wanted = p.RequestParameters ?? {};
  const gone = Object.keys(previous.RequestParameters ?? {}).filter((key) => !Object.hasOwn(wanted, key));
  return { ...wanted, ...Object.fromEntries(gone.map((key) => [key, ''])) };
}
