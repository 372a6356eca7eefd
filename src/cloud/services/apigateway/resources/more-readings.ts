import type * as Sdk from '@aws-sdk/client-api-gateway';
import type { ResourceCalls, ResourceReading } from '../../../service-kit/contract.ts';
import { allOf, capitalized, pick, present, tagPairs } from '../../../service-kit/resource-reading.ts';

const everything = <Item>(calls: ResourceCalls, operation: string, input: object = {}) =>
  allOf<Item>(calls, 'apigateway', operation, { input, items: 'items', token: ['position', 'position'] });

/** What a key is. */
export const apiKeyReading: ResourceReading = {
  identifiers: ['APIKeyId'],
  properties: ['CustomerId', 'Description', 'Enabled', 'Name', 'Tags', 'Value'],
  writeOnly: ['GenerateDistinctId', 'StageKeys'],
  async read({ APIKeyId = '' }, calls) {
    const told = await calls.call<Sdk.ApiKey>('apigateway', 'GetApiKey', { apiKey: APIKeyId, includeValue: true });
    return present({
      ...capitalized(pick(told, ['customerId', 'description', 'enabled', 'name', 'value'])),
      APIKeyId,
      Tags: tagPairs(told.tags),
    });
  },
  list: async (calls) => (await everything<Sdk.ApiKey>(calls, 'GetApiKeys')).map(({ id = '' }) => ({ APIKeyId: id })),
};

/** What a usage plan is. */
export const usagePlanReading: ResourceReading = {
  identifiers: ['Id'],
  properties: ['ApiStages', 'Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName'],
  async read({ Id = '' }, calls) {
    const told = await calls.call<Sdk.UsagePlan>('apigateway', 'GetUsagePlan', { usagePlanId: Id });
    return present({
      ApiStages: told.apiStages?.map((stage) => present(capitalized(stage))),
      Description: told.description,
      Id,
      Quota: told.quota && present(capitalized(told.quota)),
      Tags: tagPairs(told.tags),
      Throttle: told.throttle && present(capitalized(told.throttle)),
      UsagePlanName: told.name,
    });
  },
  list: async (calls) => (await everything<Sdk.UsagePlan>(calls, 'GetUsagePlans')).map(({ id = '' }) => ({ Id: id })),
};

const authorizerNames = [
  'authType',
  'authorizerCredentials',
  'authorizerResultTtlInSeconds',
  'authorizerUri',
  'identitySource',
  'identityValidationExpression',
  'name',
  'providerARNs',
  'type',
];

/** What an authorizer is. */
export const authorizerReading: ResourceReading = {
  identifiers: ['RestApiId', 'AuthorizerId'],
  properties: [...Object.keys(capitalized(pick({}, authorizerNames))), 'RestApiId'],
  async read({ RestApiId = '', AuthorizerId = '' }, calls) {
    const asked = { restApiId: RestApiId, authorizerId: AuthorizerId };
    const told = await calls.call<Sdk.Authorizer>('apigateway', 'GetAuthorizer', asked);
    return present({ ...capitalized(pick(told, authorizerNames)), AuthorizerId, RestApiId });
  },
  async list(calls, { RestApiId }) {
    const all = await everything<Sdk.Authorizer>(calls, 'GetAuthorizers', { restApiId: RestApiId });
    return all.map(({ id = '' }) => ({ RestApiId: String(RestApiId), AuthorizerId: id }));
  },
  physicalId: ({ AuthorizerId = '' }) => AuthorizerId,
};

/** The account's settings: there is one of them. */
export const accountReading: ResourceReading = {
  identifiers: ['Id'],
  properties: ['CloudWatchRoleArn'],
  async read({ Id = '' }, calls) {
    const told = await calls.call<Sdk.Account>('apigateway', 'GetAccount', {});
    return present({ CloudWatchRoleArn: told.cloudwatchRoleArn, Id });
  },
};

/** What a domain name is. */
export const domainNameReading: ResourceReading = {
  identifiers: ['DomainName'],
  properties: [
    'CertificateArn',
    'DomainName',
    'EndpointConfiguration',
    'RegionalCertificateArn',
    'SecurityPolicy',
    'Tags',
  ],
  async read({ DomainName: domainName = '' }, calls) {
    const told = await calls.call<Sdk.DomainName>('apigateway', 'GetDomainName', { domainName });
    return present({
      ...capitalized(
        pick(told, [
          'certificateArn',
          'distributionDomainName',
          'distributionHostedZoneId',
          'domainName',
          'domainNameArn',
          'regionalCertificateArn',
          'regionalDomainName',
          'regionalHostedZoneId',
          'securityPolicy',
        ]),
      ),
      EndpointConfiguration: told.endpointConfiguration && present(capitalized(told.endpointConfiguration)),
      Tags: tagPairs(told.tags),
    });
  },
  list: async (calls) =>
    (await everything<Sdk.DomainName>(calls, 'GetDomainNames')).map(({ domainName = '' }) => ({
      DomainName: domainName,
    })),
};
