import { partitionOf } from '../../../kernel/arns.ts';
import type { Properties, ResourceCalls, ResourceIdentifier, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, pick, present } from '../../../service-kit/resource-reading.ts';

const paging = { items: 'Items', token: ['NextToken', 'NextToken'] } as const;

const everything = (calls: ResourceCalls, operation: string, input: object = {}) =>
  allOf<Properties>(calls, 'apigatewayv2', operation, { ...paging, input });

const idOf = (item: Properties, name: string): string => String(item[name] ?? '');

const apiSettings = [
  'ApiKeySelectionExpression',
  'CorsConfiguration',
  'Description',
  'DisableExecuteApiEndpoint',
  'DisableSchemaValidation',
  'IpAddressType',
  'Name',
  'ProtocolType',
  'RouteSelectionExpression',
  'Tags',
  'Version',
];

/** What an API is; of what it was imported or made in one step, nobody can tell. */
export const apiReading: ResourceReading = {
  identifiers: ['ApiId'],
  properties: apiSettings,
  writeOnly: ['BasePath', 'Body', 'BodyS3Location', 'CredentialsArn', 'FailOnWarnings', 'RouteKey', 'Target'],
  async read({ ApiId = '' }, calls) {
    const told = await calls.call<Properties>('apigatewayv2', 'GetApi', { ApiId });
    const ExecuteApiArn = `arn:${partitionOf(calls.region)}:execute-api:${calls.region}:${calls.account}:${ApiId}`;
    return present({ ...pick(told, apiSettings), ApiEndpoint: told.ApiEndpoint, ApiId, ExecuteApiArn });
  },
  list: async (calls) => (await everything(calls, 'GetApis')).map((item) => ({ ApiId: idOf(item, 'ApiId') })),
};

interface PartOfApi {
  /** `Route` of `GetRoute`, `GetRoutes` and `RouteId`. */
  readonly noun: string;
  readonly idName?: string;
  /** The identifier's order in the registry. */
  readonly identifiers: readonly string[];
  readonly settings: readonly string[];
  readonly writeOnly?: readonly string[];
  readonly adapt?: (told: Properties) => Properties;
}

/** A part of an API: its identifier is that of the API and its own. */
function partOfApi({
  noun,
  idName = `${noun}Id`,
  identifiers,
  settings,
  writeOnly,
  adapt,
}: PartOfApi): ResourceReading {
  const identifierOf = (values: ResourceIdentifier): ResourceIdentifier =>
    Object.fromEntries(identifiers.map((name) => [name, values[name] ?? '']));
  return {
    identifiers,
    properties: ['ApiId', ...settings],
    ...(writeOnly && { writeOnly }),
    async read(identifier, calls) {
      const told = await calls.call<Properties>('apigatewayv2', `Get${noun}`, identifier);
      return present({ ...pick(told, settings), ...adapt?.(told), ...identifier });
    },
    async list(calls, { ApiId }) {
      const items = await everything(calls, `Get${noun}s`, { ApiId });
      return items.map((item) => identifierOf({ ApiId: String(ApiId), [idName]: idOf(item, idName) }));
    },
    physicalId: (identifier) => identifier[idName] ?? '',
  };
}

/** What a route is. */
export const routeReading = partOfApi({
  noun: 'Route',
  identifiers: ['ApiId', 'RouteId'],
  settings: [
    'ApiKeyRequired',
    'AuthorizationScopes',
    'AuthorizationType',
    'AuthorizerId',
    'ModelSelectionExpression',
    'OperationName',
    'RequestModels',
    'RequestParameters',
    'RouteKey',
    'RouteResponseSelectionExpression',
    'Target',
  ],
});

/** Templates list `{ Destination, Source }` under each status where the API has a map. */
const responsesOf = (told: Properties): Properties => {
  const byStatus = (told.ResponseParameters ?? {}) as Readonly<Record<string, Readonly<Record<string, string>>>>;
  const entries = Object.entries(byStatus).map(([status, map]) => {
    const list = Object.entries(map).map(([Destination, Source]) => ({ Destination, Source }));
    return [status, { ResponseParameters: list }] as const;
  });
  return { ResponseParameters: Object.fromEntries(entries) };
};

/** What an integration is. */
export const integrationReading = partOfApi({
  noun: 'Integration',
  identifiers: ['ApiId', 'IntegrationId'],
  settings: [
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
    'RequestParameters',
    'RequestTemplates',
    'ResponseParameters',
    'TemplateSelectionExpression',
    'TimeoutInMillis',
    'TlsConfig',
  ],
  adapt: responsesOf,
});

/** What a stage is. */
export const stageReading = partOfApi({
  noun: 'Stage',
  idName: 'StageName',
  identifiers: ['ApiId', 'StageName'],
  settings: [
    'AccessLogSettings',
    'AutoDeploy',
    'ClientCertificateId',
    'DefaultRouteSettings',
    'DeploymentId',
    'Description',
    'RouteSettings',
    'StageName',
    'StageVariables',
    'Tags',
  ],
});

/** What an authorizer is. */
export const authorizerReading = partOfApi({
  noun: 'Authorizer',
  identifiers: ['AuthorizerId', 'ApiId'],
  settings: [
    'AuthorizerCredentialsArn',
    'AuthorizerPayloadFormatVersion',
    'AuthorizerResultTtlInSeconds',
    'AuthorizerType',
    'AuthorizerUri',
    'EnableSimpleResponses',
    'IdentitySource',
    'IdentityValidationExpression',
    'JwtConfiguration',
    'Name',
  ],
});

/** What a deployment is. */
export const deploymentReading = partOfApi({
  noun: 'Deployment',
  identifiers: ['ApiId', 'DeploymentId'],
  settings: ['Description'],
  writeOnly: ['StageName'],
});
