import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  APIGatewayClient,
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  type CreateDomainNameRequest,
  DeleteDomainNameCommand,
  GetDomainNameCommand,
  type PatchOperation,
  UpdateDomainNameCommand,
} from '@aws-sdk/client-api-gateway';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { issueCertificate, selfSigned } from '../../src/cloud/kernel/certificates/issue-certificate.ts';
import { Random } from '../../src/cloud/kernel/random.ts';
import { useCloud } from '../cloud.ts';
import { makeServiceApi, makeStage } from './service-api.ts';

const directory = mkdtempSync(join(tmpdir(), 'squall-mutual-'));
afterAll(() => rmSync(directory, { recursive: true }));
const target = useCloud({ tls: { directory } });
const dayMs = 86_400_000;
const common = {
  keyType: 'ec' as const,
  random: new Random(),
  notBeforeMs: Date.now() - dayMs,
  notAfterMs: Date.now() + dayMs,
};
const name = { organization: 'Partners', commonName: 'Partners authority' };
const newAuthority = () => selfSigned({ ...common, subject: name, isAuthority: true });
const clientOf = ({ privateKeyPem }: { readonly privateKeyPem: string }) =>
  issueCertificate(
    { ...common, subject: { commonName: 'client' }, uses: ['client'] },
    { name, privateKey: createPrivateKey(privateKeyPem) },
  );
const [authority, other] = [newAuthority(), newAuthority()];
const domainName = 'partners.example.com';

let apis: APIGatewayClient;
beforeEach(async () => {
  apis = target.client(APIGatewayClient);
  const buckets = target.client(S3Client);
  await buckets.send(new CreateBucketCommand({ Bucket: 'trust' }));
  for (const [Key, { certificatePem }] of Object.entries({ 'store.pem': authority, 'other.pem': other })) {
    await buckets.send(new PutObjectCommand({ Bucket: 'trust', Key, Body: certificatePem }));
  }
});

const createDomain = (settings: Partial<CreateDomainNameRequest> = {}) =>
  apis.send(
    new CreateDomainNameCommand({
      domainName,
      regionalCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/a',
      endpointConfiguration: { types: ['REGIONAL'] },
      mutualTlsAuthentication: { truststoreUri: 's3://trust/store.pem' },
      ...settings,
    }),
  );

async function deploy(domain = domainName): Promise<void> {
  const api = await makeServiceApi(apis, [{ path: '/a', verb: 'GET', service: 'ssm:action/DescribeParameters' }]);
  await makeStage(apis, api, target.cloud.endpoint);
  const { restApiId } = api;
  await apis.send(new CreateBasePathMappingCommand({ domainName: domain, restApiId, stage: 'prod' }));
}

/** The status of `GET /a` for a client that shows such a certificate, or none. */
function ask(issuer?: typeof authority, host = domainName): Promise<number | undefined> {
  const client = issuer && clientOf(issuer);
  const shown = client && { key: client.privateKeyPem, cert: client.certificatePem };
  const ca = readFileSync(target.cloud.tls?.authorityFile ?? '');
  const options = { host: '127.0.0.1', port: target.cloud.port, servername: host, path: '/a', ca, agent: false };
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, headers: { host }, ...shown }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

const patch = (...patchOperations: PatchOperation[]) =>
  apis.send(new UpdateDomainNameCommand({ domainName, patchOperations }));

describe('a domain with mutual TLS', () => {
  test('lets in whom its truststore in S3 vouches for', async () => {
    const { mutualTlsAuthentication } = await createDomain();
    await deploy();

    expect(mutualTlsAuthentication).toEqual({ truststoreUri: 's3://trust/store.pem' });
    expect(await ask(authority)).toBe(200);
    expect(await ask(other)).toBe(403);
    expect(await ask()).toBe(403);
  });

  test('takes another truststore by a patch, and lets everybody in without one', async () => {
    await createDomain();
    await deploy();
    const path = '/mutualTlsAuthentication/truststoreUri';

    await patch({ op: 'replace', path, value: 's3://trust/other.pem' });
    expect([await ask(other), await ask(authority)]).toEqual([200, 403]);
    await patch({ op: 'replace', path, value: '' });

    expect(await ask()).toBe(200);
    expect(await apis.send(new GetDomainNameCommand({ domainName }))).not.toHaveProperty('mutualTlsAuthentication');
  });

  test('leaves nothing to the next domain of its name', async () => {
    await createDomain();
    await apis.send(new DeleteDomainNameCommand({ domainName }));
    await createDomain({ mutualTlsAuthentication: undefined });
    await deploy();

    expect(await ask()).toBe(200);
  });

  test('of a wildcard guards every host that no other domain takes', async () => {
    await createDomain({ domainName: '*.example.com' });
    await deploy('*.example.com');
    expect([await ask(), await ask(authority)]).toEqual([403, 200]);

    await createDomain({ mutualTlsAuthentication: undefined });
    await deploy();
    expect(await ask()).toBe(200);
  });

  test.each([
    ['an edge domain', { endpointConfiguration: { types: ['EDGE'] as const }, certificateArn: 'arn:aws:acm:c' }],
    ['a truststore that is not in S3', { mutualTlsAuthentication: { truststoreUri: 'https://example.com/a' } }],
  ])('is refused for %s', async (_, settings) => {
    await expect(createDomain(settings as Partial<CreateDomainNameRequest>)).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });
});
