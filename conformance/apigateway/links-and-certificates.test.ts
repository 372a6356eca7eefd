import { X509Certificate } from 'node:crypto';
import {
  APIGatewayClient,
  CreateVpcLinkCommand,
  DeleteClientCertificateCommand,
  DeleteVpcLinkCommand,
  GenerateClientCertificateCommand,
  GetClientCertificateCommand,
  GetClientCertificatesCommand,
  GetVpcLinkCommand,
  GetVpcLinksCommand,
  UpdateClientCertificateCommand,
  UpdateVpcLinkCommand,
} from '@aws-sdk/client-api-gateway';
import { beforeEach, expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: APIGatewayClient;
beforeEach(() => {
  client = target.client(APIGatewayClient);
});

const targetArns = ['arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/net/a/b'];

test('a VPC link is pending at first, and then ready', async () => {
  const made = await client.send(new CreateVpcLinkCommand({ name: 'link', description: 'd', targetArns }));
  const { id: vpcLinkId } = made;

  expect(made).toMatchObject({ name: 'link', description: 'd', targetArns, status: 'PENDING' });
  expect(await client.send(new GetVpcLinkCommand({ vpcLinkId }))).toMatchObject({ status: 'AVAILABLE' });
  expect((await client.send(new GetVpcLinksCommand({}))).items).toHaveLength(1);
  const updated = await client.send(
    new UpdateVpcLinkCommand({ vpcLinkId, patchOperations: [{ op: 'replace', path: '/name', value: 'other' }] }),
  );
  expect(updated).toMatchObject({ name: 'other' });
  await client.send(new DeleteVpcLinkCommand({ vpcLinkId }));
  await expect(client.send(new GetVpcLinkCommand({ vpcLinkId }))).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('a VPC link has one target', async () => {
  await expect(client.send(new CreateVpcLinkCommand({ name: 'link', targetArns: [] }))).rejects.toMatchObject({
    name: 'BadRequestException',
  });
});

test('a client certificate is a certificate, valid for a year', async () => {
  const made = await client.send(new GenerateClientCertificateCommand({ description: 'd', tags: { a: 'b' } }));
  const { clientCertificateId, pemEncodedCertificate = '', createdDate, expirationDate } = made;

  expect(made).toMatchObject({ description: 'd', tags: { a: 'b' } });
  const certificate = new X509Certificate(pemEncodedCertificate);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(Number(expirationDate) - Number(createdDate)).toBe(365 * 24 * 60 * 60 * 1000);
  expect(Math.abs(Date.parse(certificate.validTo) - Number(expirationDate))).toBeLessThan(2000);

  const updated = await client.send(
    new UpdateClientCertificateCommand({
      clientCertificateId,
      patchOperations: [{ op: 'replace', path: '/description', value: 'e' }],
    }),
  );
  expect(updated).toMatchObject({ description: 'e', pemEncodedCertificate });
  expect(Object.keys(updated)).not.toContain('privateKeyPem');
  expect((await client.send(new GetClientCertificatesCommand({}))).items).toHaveLength(1);
  await client.send(new DeleteClientCertificateCommand({ clientCertificateId }));
  await expect(client.send(new GetClientCertificateCommand({ clientCertificateId }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
});
