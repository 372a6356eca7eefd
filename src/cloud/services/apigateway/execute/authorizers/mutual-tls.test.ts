import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customDomains } from '../../../../gateway/custom-domains/custom-domains.ts';
import { mutualTlsDomains } from '../../../../gateway/custom-domains/mutual-tls.ts';
import { issueCertificate, selfSigned } from '../../../../kernel/certificates/issue-certificate.ts';
import { usualFaults } from '../../../../kernel/faults/fault-model.ts';
import { Random } from '../../../../kernel/random.ts';
import type { AnyService, Service } from '../../../../service-kit/contract.ts';
import { type RestCloud, startRestCloud } from '../../testing/rest-cloud.ts';

const domain = 'partners.example.com';
const scope = { account: '000000000000', region: 'us-east-1' };
const dayMs = 86_400_000;
const common = {
  keyType: 'ec' as const,
  random: new Random(),
  notBeforeMs: Date.now() - dayMs,
  notAfterMs: Date.now() + dayMs,
};
const authorityName = { organization: 'Partners', commonName: 'Partners authority' };
const authority = selfSigned({ ...common, subject: authorityName, isAuthority: true });
const stranger = selfSigned({ ...common, subject: authorityName, isAuthority: true });
const clientOf = ({ privateKeyPem }: { readonly privateKeyPem: string }) =>
  issueCertificate(
    { ...common, subject: { country: 'US', organization: 'Partner', commonName: 'client' }, uses: ['client'] },
    { name: authorityName, privateKey: createPrivateKey(privateKeyPem) },
  );

const read: object[] = [];
/** Holds the truststore and nothing else. */
const bucket: Service<object> = {
  name: 's3',
  title: 'a bucket of the test',
  state: () => ({}),
  faults: usualFaults,
  exploredState: { none: 'there is nothing to compare' },
  operations: {
    GetObject: (_state: object, input: { readonly Key: string }) => {
      read.push(input);
      const { certificatePem } = input.Key === 'store.pem' ? authority : stranger;
      return { Body: Buffer.from(certificatePem) };
    },
  },
};

const directory = mkdtempSync(join(tmpdir(), 'squall-mutual-tls-'));
let rest: RestCloud;
beforeAll(async () => {
  rest = await startRestCloud({ tls: { directory }, also: [bucket as AnyService] });
  const { world } = rest.cloud.kernel;
  const apiId = rest.deploy({});
  const mappings = ['v1', 'prod'].map((key) => ({ id: key, key, apiId, stage: 'prod' }));
  customDomains(world).set(domain, { scope, mappings: { apigateway: mappings } });
  mutualTlsDomains(world).set('others.example.com', { ...scope, truststoreUri: 's3://trust/other.pem' });
  mutualTlsDomains(world).set(domain, { ...scope, truststoreUri: 's3://trust/store.pem', truststoreVersion: '7' });
});
afterAll(async () => {
  await rest.cloud.close();
  rmSync(directory, { recursive: true });
});

function ask(options: object): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const ca = readFileSync(rest.cloud.tls?.authorityFile ?? '');
  const { port } = rest.cloud;
  const all = {
    host: '127.0.0.1',
    port,
    servername: domain,
    headers: { host: domain },
    path: '/v1/pets',
    ca,
    agent: false,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request({ ...all, ...options }, (incoming) => {
      let body = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      incoming.on('end', () => resolve({ status: incoming.statusCode, body }));
    });
    outgoing.on('error', reject).end();
  });
}

const refused = { status: 403, body: '{"message":"Forbidden"}' };

describe('a custom domain with mutual TLS', () => {
  test('lets clients in that its truststore vouches for, and tells who they are', async () => {
    const client = clientOf(authority);

    const { status, body } = await ask({ key: client.privateKeyPem, cert: client.certificatePem });

    expect(status).toBe(200);
    const event = JSON.parse(body) as Record<string, unknown>;
    expect(event).toMatchObject({ path: '/v1/pets', headers: { 'X-Forwarded-Proto': 'https' } });
    expect(event.requestContext).toMatchObject({
      domainName: domain,
      path: '/v1/pets',
      identity: {
        clientCert: {
          clientCertPem: client.certificatePem,
          subjectDN: 'CN=client,O=Partner,C=US',
          issuerDN: 'CN=Partners authority,O=Partners',
          serialNumber: expect.stringMatching(/^[0-9a-f]{2}(:[0-9a-f]{2})+$/),
          validity: {
            notBefore: expect.stringMatching(/^\w{3} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT$/),
            notAfter: expect.stringMatching(/ GMT$/),
          },
        },
      },
    });
    expect(read).toContainEqual({ Bucket: 'trust', Key: 'store.pem', VersionId: '7' });
  });

  test('refuses clients without a certificate, and with one of somebody else', async () => {
    const other = clientOf(stranger);

    expect(await ask({})).toEqual(refused);
    expect(await ask({ key: other.privateKeyPem, cert: other.certificatePem })).toEqual(refused);
  });

  test('refuses a certificate that was shown to another server', async () => {
    const client = clientOf(stranger);

    expect(
      await ask({ servername: 'others.example.com', key: client.privateKeyPem, cert: client.certificatePem }),
    ).toEqual(refused);
  });

  test('refuses whoever comes in the clear', async () => {
    const apiAnswer = await rest.get('ignored', '/pets', { Host: domain });

    expect(apiAnswer).toMatchObject(refused);
  });
});
