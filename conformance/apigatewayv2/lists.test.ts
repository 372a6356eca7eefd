import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateDomainNameCommand,
  GetApiMappingsCommand,
  GetApisCommand,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetDomainNamesCommand,
  GetIntegrationResponsesCommand,
  GetIntegrationsCommand,
  GetModelsCommand,
  GetRouteResponsesCommand,
  GetRoutesCommand,
  GetStagesCommand,
  GetVpcLinksCommand,
} from '@aws-sdk/client-apigatewayv2';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: ApiGatewayV2Client;
let ids: { ApiId: string; RouteId: string; IntegrationId: string };
const DomainName = 'api.example.com';
beforeEach(async () => {
  client = target.client(ApiGatewayV2Client);
  const api = { Name: 'a', ProtocolType: 'HTTP', Target: 'https://backend.example' } as const;
  const { ApiId = '' } = await client.send(new CreateApiCommand(api));
  const { Items: routes = [] } = await client.send(new GetRoutesCommand({ ApiId }));
  const { Items: integrations = [] } = await client.send(new GetIntegrationsCommand({ ApiId }));
  ids = { ApiId, RouteId: routes[0]?.RouteId ?? '', IntegrationId: integrations[0]?.IntegrationId ?? '' };
  const DomainNameConfigurations = [{ CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/a' }];
  await client.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations }));
});

interface Paging {
  readonly NextToken?: string;
  readonly MaxResults?: string;
}

const lists: Readonly<Record<string, (paging: Paging) => Promise<unknown>>> = {
  GetApis: (paging) => client.send(new GetApisCommand(paging)),
  GetApiMappings: (paging) => client.send(new GetApiMappingsCommand({ DomainName, ...paging })),
  GetAuthorizers: (paging) => client.send(new GetAuthorizersCommand({ ...ids, ...paging })),
  GetDeployments: (paging) => client.send(new GetDeploymentsCommand({ ...ids, ...paging })),
  GetDomainNames: (paging) => client.send(new GetDomainNamesCommand(paging)),
  GetIntegrationResponses: (paging) => client.send(new GetIntegrationResponsesCommand({ ...ids, ...paging })),
  GetIntegrations: (paging) => client.send(new GetIntegrationsCommand({ ...ids, ...paging })),
  GetModels: (paging) => client.send(new GetModelsCommand({ ...ids, ...paging })),
  GetRouteResponses: (paging) => client.send(new GetRouteResponsesCommand({ ...ids, ...paging })),
  GetRoutes: (paging) => client.send(new GetRoutesCommand({ ...ids, ...paging })),
  GetStages: (paging) => client.send(new GetStagesCommand({ ...ids, ...paging })),
  GetVpcLinks: (paging) => client.send(new GetVpcLinksCommand(paging)),
};

describe.each(Object.entries(lists))('%s', (_, list) => {
  test('ends without a token', async () => {
    const page = await list({ MaxResults: '500' });

    expect(page).toMatchObject({ Items: expect.any(Array) });
    expect(page).not.toHaveProperty('NextToken');
  });

  test.each([{ NextToken: 'made-up' }, { MaxResults: '0' }, { MaxResults: 'many' }])('rejects %j', async (paging) => {
    await expect(list(paging)).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});
