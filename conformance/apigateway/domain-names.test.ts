import { request } from 'node:http';
import * as Rest from '@aws-sdk/client-api-gateway';
import * as Http from '@aws-sdk/client-apigatewayv2';
import { beforeEach, describe, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployKeyedApi } from './keyed-api.ts';

const target = useCloud();
let client: Rest.APIGatewayClient;
let httpApis: Http.ApiGatewayV2Client;
beforeEach(() => {
  client = target.client(Rest.APIGatewayClient);
  httpApis = target.client(Http.ApiGatewayV2Client);
});

const certificateArn = 'arn:aws:acm:us-east-1:000000000000:certificate/a';
const domainName = 'api.example.com';

const createDomain = (input: Partial<Rest.CreateDomainNameRequest> = {}) =>
  client.send(
    new Rest.CreateDomainNameCommand({
      domainName,
      regionalCertificateArn: certificateArn,
      endpointConfiguration: { types: ['REGIONAL'] },
      ...input,
    }),
  );

/** The status at the domain: 403 with a key's complaint is an API's, any other says that no API is there. */
const errorAt = (path: string): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(target.cloud.endpoint);
    const sent = request({ hostname, port, path, headers: { host: domainName } }, (response) => {
      response.resume();
      resolve(response.headers['x-amzn-errortype'] as string | undefined);
    });
    sent.on('error', reject).end();
  });

describe('CreateDomainName', () => {
  test('makes a regional domain', async () => {
    const domain = await createDomain();

    expect(domain).toMatchObject({
      domainName,
      domainNameArn: `arn:aws:apigateway:us-east-1::/domainnames/${domainName}`,
      domainNameStatus: 'AVAILABLE',
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'ipv4' },
      regionalCertificateArn: certificateArn,
      regionalDomainName: expect.stringMatching(/^d-[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
      regionalHostedZoneId: 'Z1UJRXOUMOOFQ8',
      routingMode: 'BASE_PATH_MAPPING_ONLY',
      securityPolicy: 'TLS_1_2',
    });
    expect(domain).not.toHaveProperty('distributionDomainName');
    expect(await client.send(new Rest.GetDomainNameCommand({ domainName }))).toMatchObject({ domainName });
    expect((await client.send(new Rest.GetDomainNamesCommand({}))).items).toHaveLength(1);
  });

  test('makes an edge domain where nothing else is said', async () => {
    const domain = await client.send(new Rest.CreateDomainNameCommand({ domainName, certificateArn }));

    expect(domain).toMatchObject({
      endpointConfiguration: { types: ['EDGE'] },
      distributionDomainName: expect.stringMatching(/\.cloudfront\.net$/),
      distributionHostedZoneId: 'Z2FDTNDATAQYW2',
      certificateUploadDate: expect.any(Date),
    });
    expect(domain).not.toHaveProperty('regionalDomainName');
  });

  test('makes private domains, which an id tells apart', async () => {
    const settings = { certificateArn, endpointConfiguration: { types: ['PRIVATE' as const] }, policy: '{}' };
    const one = await createDomain(settings);
    const two = await createDomain(settings);

    expect(one.domainNameArn).toBe(
      `arn:aws:apigateway:us-east-1:000000000000:/domainnames/${domainName}+${one.domainNameId}`,
    );
    expect(two.domainNameId).not.toBe(one.domainNameId);
    const { domainNameId } = one;
    expect(await client.send(new Rest.GetDomainNameCommand({ domainName, domainNameId }))).toMatchObject({
      policy: '{}',
    });
    await client.send(new Rest.DeleteDomainNameCommand({ domainName, domainNameId }));
    await expect(client.send(new Rest.GetDomainNameCommand({ domainName, domainNameId }))).rejects.toMatchObject({
      message: 'Invalid domain name identifier specified',
    });
  });

  test('refuses a name that is taken, by whichever API, and domains without a certificate', async () => {
    await httpApis.send(
      new Http.CreateDomainNameCommand({
        DomainName: domainName,
        DomainNameConfigurations: [{ CertificateArn: certificateArn }],
      }),
    );

    await expect(createDomain()).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'The domain name you provided already exists.',
    });
    await expect(
      client.send(new Rest.CreateDomainNameCommand({ domainName: 'other.example.com' })),
    ).rejects.toMatchObject({ message: 'A certificate was not provided for the endpoint type EDGE.' });
  });
});

test('UpdateDomainName changes certificate, policy and endpoint type', async () => {
  await createDomain({ certificateArn });

  const patch = (...patchOperations: Rest.PatchOperation[]) =>
    client.send(new Rest.UpdateDomainNameCommand({ domainName, patchOperations }));
  const updated = await patch(
    { op: 'replace', path: '/regionalCertificateArn', value: `${certificateArn}b` },
    { op: 'replace', path: '/securityPolicy', value: 'TLS_1_0' },
  );
  expect(updated).toMatchObject({ regionalCertificateArn: `${certificateArn}b`, securityPolicy: 'TLS_1_0' });

  const moved = await patch({ op: 'replace', path: '/endpointConfiguration/types/0', value: 'EDGE' });
  expect(moved).toMatchObject({
    endpointConfiguration: { types: ['EDGE'] },
    distributionDomainName: expect.stringMatching(/cloudfront/),
  });
  await expect(patch({ op: 'add', path: '/domainName', value: 'x' })).rejects.toMatchObject({
    name: 'BadRequestException',
  });
});

describe('base path mappings', () => {
  test('serve the API at the domain, until they go', async () => {
    const { id: restApiId } = await deployKeyedApi(target);
    await createDomain();
    const mapped = await client.send(
      new Rest.CreateBasePathMappingCommand({ domainName, restApiId, stage: 'prod', basePath: 'orders' }),
    );
    const atRoot = await client.send(new Rest.CreateBasePathMappingCommand({ domainName, restApiId }));

    expect(mapped).toMatchObject({ basePath: 'orders', restApiId, stage: 'prod' });
    expect(atRoot).toMatchObject({ basePath: '(none)', restApiId });
    expect(atRoot).not.toHaveProperty('stage');
    // The method's complaint about a missing key, and that of the API about a path without a method.
    expect(await errorAt('/orders')).toBe('ForbiddenException');
    expect(await errorAt('/orders/7')).toBe('MissingAuthenticationTokenException');
    // Where the mapping has no stage, the path has.
    expect(await errorAt('/prod/7')).toBe('MissingAuthenticationTokenException');

    expect((await client.send(new Rest.GetBasePathMappingsCommand({ domainName }))).items).toHaveLength(2);
    await client.send(new Rest.DeleteBasePathMappingCommand({ domainName, basePath: 'orders' }));
    await client.send(new Rest.DeleteBasePathMappingCommand({ domainName, basePath: '(none)' }));
    expect((await client.send(new Rest.GetBasePathMappingsCommand({ domainName }))).items).toEqual([]);
    expect(await errorAt('/orders/7')).not.toBe('MissingAuthenticationTokenException');
  });

  test('are changed by patches', async () => {
    const { id: restApiId } = await deployKeyedApi(target);
    await createDomain();
    await client.send(new Rest.CreateBasePathMappingCommand({ domainName, restApiId, basePath: 'a' }));

    const changed = await client.send(
      new Rest.UpdateBasePathMappingCommand({
        domainName,
        basePath: 'a',
        patchOperations: [
          { op: 'replace', path: '/basePath', value: 'b' },
          { op: 'replace', path: '/stage', value: 'prod' },
        ],
      }),
    );

    expect(changed).toMatchObject({ basePath: 'b', stage: 'prod', restApiId });
    expect(await client.send(new Rest.GetBasePathMappingCommand({ domainName, basePath: 'b' }))).toMatchObject({
      stage: 'prod',
    });
    await expect(client.send(new Rest.GetBasePathMappingCommand({ domainName, basePath: 'a' }))).rejects.toMatchObject({
      message: 'Invalid base path mapping identifier specified',
    });
    expect(await errorAt('/b/7')).toBe('MissingAuthenticationTokenException');
  });

  test('are refused in AWS’s words', async () => {
    const { id: restApiId } = await deployKeyedApi(target);
    await createDomain();
    const create = (input: object) =>
      client.send(new Rest.CreateBasePathMappingCommand({ domainName, restApiId, basePath: 'a', ...input }));
    await create({});

    await expect(create({})).rejects.toMatchObject({
      name: 'ConflictException',
      message: 'Base path already exists for this domain name',
    });
    await expect(create({ domainName: 'no.example.com' })).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Invalid domain name identifier specified',
    });
    await expect(create({ basePath: 'b', stage: 'dev' })).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Invalid stage identifier specified',
    });
    await expect(create({ basePath: 'b/c' })).rejects.toMatchObject({ name: 'BadRequestException' });
  });

  test('of both APIs are on one domain, several levels deep', async () => {
    const { id: restApiId } = await deployKeyedApi(target);
    await createDomain();
    await client.send(new Rest.CreateBasePathMappingCommand({ domainName, restApiId, basePath: 'a', stage: 'prod' }));
    const mapping = { DomainName: domainName, ApiId: restApiId, Stage: 'prod', ApiMappingKey: 'b/c' };
    const { ApiMappingId } = await httpApis.send(new Http.CreateApiMappingCommand(mapping));

    expect(await errorAt('/a/7')).toBe('MissingAuthenticationTokenException');
    expect(await errorAt('/b/c/7')).toBe('MissingAuthenticationTokenException');
    expect((await httpApis.send(new Http.GetApiMappingsCommand({ DomainName: domainName }))).Items).toHaveLength(2);
    await expect(
      httpApis.send(new Http.CreateApiMappingCommand({ ...mapping, Stage: 'dev', ApiMappingKey: 'd' })),
    ).rejects.toMatchObject({ message: 'Invalid stage identifier specified' });

    await client.send(new Rest.DeleteDomainNameCommand({ domainName }));
    await createDomain();
    expect((await httpApis.send(new Http.GetApiMappingsCommand({ DomainName: domainName }))).Items).toEqual([]);
    await expect(
      httpApis.send(new Http.GetApiMappingCommand({ DomainName: domainName, ApiMappingId })),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  test('go with a domain that the other API made', async () => {
    const { id: restApiId } = await deployKeyedApi(target);
    const DomainNameConfigurations = [{ CertificateArn: certificateArn }];
    const create = () =>
      httpApis.send(new Http.CreateDomainNameCommand({ DomainName: domainName, DomainNameConfigurations }));
    await create();
    await client.send(new Rest.CreateBasePathMappingCommand({ domainName, restApiId, basePath: 'a', stage: 'prod' }));
    expect(await errorAt('/a/7')).toBe('MissingAuthenticationTokenException');

    await httpApis.send(new Http.DeleteDomainNameCommand({ DomainName: domainName }));
    await create();

    expect((await client.send(new Rest.GetBasePathMappingsCommand({ domainName }))).items).toEqual([]);
  });
});

describe('a domain of one API is seen by the other', () => {
  const DomainName = domainName;
  const configuration = {
    CertificateArn: certificateArn,
    EndpointType: 'REGIONAL',
    SecurityPolicy: 'TLS_1_2',
  } as const;

  test('that REST APIs made, with its mappings', async () => {
    const { id: restApiId = '' } = await deployKeyedApi(target);
    const made = await createDomain({ tags: { a: '1' } });
    await client.send(new Rest.CreateBasePathMappingCommand({ domainName, restApiId, stage: 'prod' }));

    const told = {
      DomainName,
      DomainNameArn: made.domainNameArn,
      Tags: { a: '1' },
      DomainNameConfigurations: [
        { ...configuration, ApiGatewayDomainName: made.regionalDomainName, HostedZoneId: made.regionalHostedZoneId },
      ],
    };
    expect(await httpApis.send(new Http.GetDomainNameCommand({ DomainName }))).toMatchObject(told);
    expect((await httpApis.send(new Http.GetDomainNamesCommand({}))).Items).toMatchObject([told]);
    const { Items: mappings = [] } = await httpApis.send(new Http.GetApiMappingsCommand({ DomainName }));
    expect(mappings).toEqual([
      { ApiId: restApiId, ApiMappingId: expect.any(String), ApiMappingKey: '', Stage: 'prod' },
    ]);
    const place = { DomainName, ApiMappingId: mappings[0]?.ApiMappingId };
    expect(await httpApis.send(new Http.GetApiMappingCommand(place))).toMatchObject({ ApiId: restApiId });
    await expect(
      httpApis.send(new Http.CreateApiMappingCommand({ DomainName, ApiId: restApiId, Stage: 'prod' })),
    ).rejects.toMatchObject({ name: 'ConflictException' });

    await httpApis.send(new Http.DeleteApiMappingCommand(place));
    expect((await client.send(new Rest.GetBasePathMappingsCommand({ domainName }))).items).toEqual([]);
    await httpApis.send(new Http.DeleteDomainNameCommand({ DomainName }));
    expect((await client.send(new Rest.GetDomainNamesCommand({}))).items).toEqual([]);
  });

  test('that HTTP APIs made, with its mappings', async () => {
    const { id: restApiId = '' } = await deployKeyedApi(target);
    await httpApis.send(
      new Http.CreateDomainNameCommand({ DomainName, DomainNameConfigurations: [configuration], Tags: { a: '1' } }),
    );
    await httpApis.send(
      new Http.CreateApiMappingCommand({ DomainName, ApiId: restApiId, Stage: 'prod', ApiMappingKey: 'b' }),
    );

    const told = {
      domainName,
      regionalCertificateArn: certificateArn,
      endpointConfiguration: { types: ['REGIONAL'] },
      securityPolicy: 'TLS_1_2',
      tags: { a: '1' },
    };
    expect(await client.send(new Rest.GetDomainNameCommand({ domainName }))).toMatchObject(told);
    expect((await client.send(new Rest.GetDomainNamesCommand({}))).items).toMatchObject([told]);
    const mapping = { basePath: 'b', restApiId, stage: 'prod' };
    expect((await client.send(new Rest.GetBasePathMappingsCommand({ domainName }))).items).toEqual([mapping]);
    const place = { domainName, basePath: 'b' };
    expect(await client.send(new Rest.GetBasePathMappingCommand(place))).toMatchObject(mapping);
    await expect(client.send(new Rest.CreateBasePathMappingCommand({ ...place, restApiId }))).rejects.toMatchObject({
      name: 'ConflictException',
    });

    await client.send(new Rest.DeleteBasePathMappingCommand(place));
    expect((await httpApis.send(new Http.GetApiMappingsCommand({ DomainName }))).Items).toEqual([]);
    await client.send(new Rest.DeleteDomainNameCommand({ domainName }));
    expect((await httpApis.send(new Http.GetDomainNamesCommand({}))).Items).toEqual([]);
  });
});

test('private domains are associated with endpoints', async () => {
  const { domainNameArn = '' } = await createDomain({
    certificateArn,
    endpointConfiguration: { types: ['PRIVATE'] },
  });
  const input = {
    domainNameArn,
    accessAssociationSource: 'vpce-1',
    accessAssociationSourceType: 'VPCE',
  } as const;
  const made = await client.send(new Rest.CreateDomainNameAccessAssociationCommand(input));
  const { domainNameAccessAssociationArn = '' } = made;

  expect(made).toMatchObject(input);
  expect(domainNameAccessAssociationArn).toMatch(
    /^arn:aws:apigateway:us-east-1:000000000000:\/domainnameaccessassociations\/domainname\/api\.example\.com\/vpcesource\/vpce-1/,
  );
  await expect(client.send(new Rest.CreateDomainNameAccessAssociationCommand(input))).rejects.toMatchObject({
    name: 'ConflictException',
  });
  const list = async () => (await client.send(new Rest.GetDomainNameAccessAssociationsCommand({}))).items;
  for (const resourceArn of [domainNameArn, domainNameAccessAssociationArn]) {
    expect((await client.send(new Rest.GetTagsCommand({ resourceArn }))).tags).toEqual({});
    await client.send(new Rest.TagResourceCommand({ resourceArn, tags: { team: 'a', stage: 'b' } }));
    await client.send(new Rest.UntagResourceCommand({ resourceArn, tagKeys: ['stage'] }));
    expect((await client.send(new Rest.GetTagsCommand({ resourceArn }))).tags).toEqual({ team: 'a' });
  }
  expect((await list())?.[0]?.tags).toEqual({ team: 'a' });
  expect(await list()).toHaveLength(1);
  await client.send(
    new Rest.RejectDomainNameAccessAssociationCommand({ domainNameAccessAssociationArn, domainNameArn }),
  );
  expect(await list()).toEqual([]);
  await expect(
    client.send(new Rest.DeleteDomainNameAccessAssociationCommand({ domainNameAccessAssociationArn })),
  ).rejects.toMatchObject({ name: 'NotFoundException' });
});
