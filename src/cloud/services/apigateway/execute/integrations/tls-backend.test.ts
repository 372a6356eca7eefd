import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RestFixture, startRestFixture, textOf } from '../../testing/gateway-fixture.ts';

// Of this test alone: signed by itself, for 127.0.0.1, good for a hundred years.
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgouRKuqnGOUub0XQk
Xn/FRkWGHb9YRadWgXVuCUA6k1uhRANCAARTwpw5VWI9pEvM/OJ6hozOLI/PZFp4
euC7z3IezOMEZ7DAiI5IyhPDN33FvAFdCjRfHc2odu35zGsDJj22kDha
-----END PRIVATE KEY-----
`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBlzCCATygAwIBAgIUZdmk4eTLmGft49kb7Dsa0lLzjY8wCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMYmFja2VuZC50ZXN0MCAXDTI2MTEyNzE0NTAyNVoYDzIxMjYx
MTAzMTQ1MDI1WjAXMRUwEwYDVQQDDAxiYWNrZW5kLnRlc3QwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAARTwpw5VWI9pEvM/OJ6hozOLI/PZFp4euC7z3IezOMEZ7DA
iI5IyhPDN33FvAFdCjRfHc2odu35zGsDJj22kDhao2QwYjAdBgNVHQ4EFgQUHTi6
iEjL5j8vRLeG1oryzLFIKOswHwYDVR0jBBgwFoAUHTi6iEjL5j8vRLeG1oryzLFI
KOswDwYDVR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMC
A0kAMEYCIQDlRLGYJHcCoFIxRV7+iSOQLGvjgI4/t4w4leIMewQqsgIhAMmvzAC6
X7Vp5EOAPAScTFv9XBBvjCJaWrNYNfZdnT/8
-----END CERTIFICATE-----
`;

let gateway: RestFixture;
const server = createServer({ key, cert }, (_, response) => response.end('over TLS'));
beforeEach(async () => {
  gateway = startRestFixture();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  gateway.close();
  server.closeAllConnections();
  server.close();
});

test('a certificate that nobody trusts ends in 504, unless verification is skipped', async () => {
  const uri = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const proxy = { type: 'HTTP_PROXY' as const, httpMethod: 'GET', uri };
  const api = await gateway.deploy({
    'GET /strict': { integration: proxy },
    'GET /lenient': { integration: { ...proxy, tlsConfig: { insecureSkipVerification: true } } },
  });

  const strict = await gateway.request(api, 'GET /prod/strict');
  const lenient = await gateway.request(api, 'GET /prod/lenient');

  expect([strict.status, textOf(strict)]).toEqual([504, '{"message": "Network error communicating with endpoint"}']);
  expect([lenient.status, textOf(lenient)]).toEqual([200, 'over TLS']);
});
