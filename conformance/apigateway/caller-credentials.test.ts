import { createHash, createHmac } from 'node:crypto';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeServiceApi, makeStage } from './service-api.ts';

const target = useCloud();

/** AWS's example of a signature, for `GET` without a body: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
function signed(url: URL, accessKeyId: string): Record<string, string> {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/us-east-1/execute-api/aws4_request`;
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const headers = `host:${url.host}\nx-amz-date:${time}\n`;
  const canonical = ['GET', url.pathname, '', headers, 'host;x-amz-date', hash('')].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n');
  const seal = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const key = scope.split('/').reduce<string | Buffer>(seal, 'AWS4secret');
  const credential = `${accessKeyId}/${scope}`;
  const signature = seal(key, toSign).toString('hex');
  return {
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  };
}

test('an integration with the credentials of the caller asks as whoever signed the request', async () => {
  const apis = target.client(APIGatewayClient);
  const integration = { credentials: 'arn:aws:iam::*:user/*' };
  const method = { authorizationType: 'AWS_IAM' };
  const service = 'sts:action/GetCallerIdentity';
  const api = await makeServiceApi(apis, [
    { path: '/me', verb: 'GET', service, method, integration },
    { path: '/role', verb: 'GET', service, method },
  ]);
  const base = await makeStage(apis, api, target.cloud.endpoint);
  const ask = async (path: string) => {
    const url = new URL(`${base}${path}`);
    return (await fetch(url, { headers: signed(url, 'AKIDEXAMPLE') })).text();
  };

  expect(await ask('/me')).toContain('arn:aws:iam::000000000000:root');
  expect(await ask('/role')).toContain('assumed-role/api');
  expect(target.cloud.journal.hops().filter(({ operation }) => operation === 'GetCallerIdentity')).toMatchObject([
    { caller: { kind: 'root' } },
    { caller: { kind: 'assumed-role' } },
  ]);
});
