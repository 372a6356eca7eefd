import {
  APIGatewayClient,
  GetApiKeyCommand,
  GetBasePathMappingsCommand,
  GetClientCertificatesCommand,
  GetDocumentationPartsCommand,
  GetDocumentationVersionsCommand,
  GetDomainNameAccessAssociationsCommand,
  GetDomainNamesCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  GetVpcLinksCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployKeyedApi } from './keyed-api.ts';

const target = useCloud();
let stacks: CloudFormationClient;
let client: APIGatewayClient;
beforeEach(() => {
  stacks = target.client(CloudFormationClient);
  client = target.client(APIGatewayClient);
});

const StackName = 'partners';
const waiting = () => ({ client: stacks, maxWaitTime: 20, minDelay: 1, maxDelay: 1 });
const resource = (name: string, Properties: object) => ({ Type: `AWS::ApiGateway::${name}`, Properties });
const certificate = 'arn:aws:acm:us-east-1:000000000000:certificate/a';

async function outputs(): Promise<Record<string, string | undefined>> {
  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName }));
  return Object.fromEntries(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? []);
}

/** What the CDK makes of a usage plan with a key. */
const planTemplate = (apiId: string, plan: object): string =>
  JSON.stringify({
    Resources: {
      Key: resource('ApiKey', { Enabled: true, Name: 'partner', Description: 'd' }),
      Plan: resource('UsagePlan', { UsagePlanName: 'gold', ...plan }),
      PlanKey: resource('UsagePlanKey', { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } }),
    },
    Outputs: {
      Key: { Value: { Ref: 'Key' } },
      Plan: { Value: { 'Fn::GetAtt': ['Plan', 'Id'] } },
      Api: { Value: apiId },
    },
  });

test('a stack makes keys and plans, changes and deletes them', async () => {
  const { id: ApiId } = await deployKeyedApi(target);
  const stage = (throttle: object) => ({ ApiStages: [{ ApiId, Stage: 'prod', Throttle: throttle }] });
  const before = {
    ...stage({ '/a/GET': { RateLimit: 1, BurstLimit: 2 }, '//GET': { RateLimit: 3 } }),
    Quota: { Limit: 5, Period: 'DAY' },
    Throttle: { RateLimit: 4, BurstLimit: 5 },
  };
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: planTemplate(ApiId, before) }));
  await waitUntilStackCreateComplete(waiting(), { StackName });

  const { Key: apiKey, Plan: usagePlanId } = await outputs();
  expect(await client.send(new GetApiKeyCommand({ apiKey }))).toMatchObject({ name: 'partner', enabled: true });
  expect((await client.send(new GetUsagePlanKeysCommand({ usagePlanId }))).items?.[0]?.id).toBe(apiKey);
  expect(await client.send(new GetUsagePlanCommand({ usagePlanId }))).toMatchObject({
    name: 'gold',
    quota: { limit: 5, period: 'DAY' },
    throttle: { rateLimit: 4, burstLimit: 5 },
    apiStages: [{ apiId: ApiId, stage: 'prod' }],
  });

  const after = { ...stage({ '/a/GET': { RateLimit: 7, BurstLimit: 2 } }), Throttle: { RateLimit: 6, BurstLimit: 5 } };
  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody: planTemplate(ApiId, after) }));
  await waitUntilStackUpdateComplete(waiting(), { StackName });
  const changed = await client.send(new GetUsagePlanCommand({ usagePlanId }));
  expect(changed).not.toHaveProperty('quota');
  expect(changed.throttle).toEqual({ rateLimit: 6, burstLimit: 5 });
  expect(changed.apiStages?.[0]?.throttle).toEqual({ '/a/GET': { rateLimit: 7, burstLimit: 2 } });

  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiting(), { StackName });
  expect((await client.send(new GetUsagePlansCommand({}))).items).toEqual([]);
});

const template = (restApiId: string): string =>
  JSON.stringify({
    Resources: {
      Domain: resource('DomainName', {
        DomainName: 'api.example.com',
        RegionalCertificateArn: certificate,
        EndpointConfiguration: { Types: ['REGIONAL'] },
      }),
      Mapping: resource('BasePathMapping', { DomainName: { Ref: 'Domain' }, RestApiId: restApiId, Stage: 'prod' }),
      Private: resource('DomainNameV2', {
        DomainName: 'private.example.com',
        CertificateArn: certificate,
        EndpointConfiguration: { Types: ['PRIVATE'] },
        Policy: { Version: '2012-10-17', Statement: [] },
      }),
      PrivateMapping: resource('BasePathMappingV2', {
        DomainNameArn: { Ref: 'Private' },
        RestApiId: restApiId,
        BasePath: 'a',
      }),
      Association: resource('DomainNameAccessAssociation', {
        DomainNameArn: { 'Fn::GetAtt': ['Private', 'DomainNameArn'] },
        AccessAssociationSource: 'vpce-1',
        AccessAssociationSourceType: 'VPCE',
      }),
      Link: resource('VpcLink', { Name: 'link', TargetArns: ['arn:aws:elasticloadbalancing:us-east-1:0:a'] }),
      Certificate: resource('ClientCertificate', { Description: 'd' }),
      Part: resource('DocumentationPart', {
        RestApiId: restApiId,
        Location: { Type: 'API' },
        Properties: '{"description":"d"}',
      }),
      Version: {
        ...resource('DocumentationVersion', { RestApiId: restApiId, DocumentationVersion: '1' }),
        DependsOn: 'Part',
      },
    },
    Outputs: {
      Alias: { Value: { 'Fn::GetAtt': ['Domain', 'RegionalDomainName'] } },
      Certificate: { Value: { Ref: 'Certificate' } },
      DomainNameId: { Value: { 'Fn::GetAtt': ['Private', 'DomainNameId'] } },
    },
  });

test('a stack makes domains, mappings, links, certificates and documentation, and deletes them', async () => {
  const { id: restApiId } = await deployKeyedApi(target);
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: template(restApiId) }));
  await waitUntilStackCreateComplete(waiting(), { StackName });

  const { Alias, Certificate, DomainNameId: domainNameId } = await outputs();
  expect(Alias).toMatch(/^d-/);
  const mappingsOf = async (domain: { domainName: string; domainNameId?: string | undefined }) =>
    (await client.send(new GetBasePathMappingsCommand(domain))).items;
  expect(await mappingsOf({ domainName: 'api.example.com' })).toMatchObject([{ basePath: '(none)', stage: 'prod' }]);
  expect(await mappingsOf({ domainName: 'private.example.com', domainNameId })).toMatchObject([{ basePath: 'a' }]);
  const counts = async () => [
    (await client.send(new GetDomainNamesCommand({}))).items?.length,
    (await client.send(new GetDomainNameAccessAssociationsCommand({}))).items?.length,
    (await client.send(new GetVpcLinksCommand({}))).items?.length,
    (await client.send(new GetClientCertificatesCommand({}))).items?.length,
    (await client.send(new GetDocumentationPartsCommand({ restApiId }))).items?.length,
    (await client.send(new GetDocumentationVersionsCommand({ restApiId }))).items?.length,
  ];
  expect(await counts()).toEqual([2, 1, 1, 1, 1, 1]);
  const certificates = await client.send(new GetClientCertificatesCommand({}));
  expect(certificates.items?.[0]?.clientCertificateId).toBe(Certificate);

  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiting(), { StackName });
  expect(await counts()).toEqual([0, 0, 0, 0, 0, 0]);
});
