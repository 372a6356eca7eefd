import { type Cloud, startCloud } from 'squall';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { rootCaller } from '../../src/cloud/kernel/identity.ts';
import { servicelessTemplate } from '../../src/explore/testing/serviceless-template.ts';

let cloud: Cloud;
let url = '';
const waiting = { timeout: 20_000 };
beforeAll(async () => {
  cloud = await startCloud({ seed: 1, log: 'silent' });
  const call = <Output>(service: string, operation: string, input: object) =>
    cloud.kernel.call<Output>(service, operation, input, { caller: rootCaller('000000000000'), region: 'us-east-1' });
  const TemplateBody = JSON.stringify(servicelessTemplate({ mapsFailures: true }));
  await call('cloudformation', 'CreateStack', { StackName: 's', TemplateBody, Capabilities: ['CAPABILITY_IAM'] });
  const id = await vi.waitUntil(
    async () => (await call<{ items?: { id: string }[] }>('apigateway', 'GetRestApis', {})).items?.[0]?.id,
    waiting,
  );
  url = `${cloud.endpoint}/_aws/execute-api/${id}/prod/jobs`;
  await vi.waitUntil(async () => (await post()).status === 200, waiting);
}, 60_000);
afterEach(() => cloud.faults.clear());
afterAll(() => cloud.close());

async function post(): Promise<{ readonly status: number; readonly body: string }> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() };
  const response = await fetch(url, { method: 'POST', headers, body: '{"id":"j"}' });
  return { status: response.status, body: await response.text() };
}

test.each([
  ['error execute-api:POST*', 500, 'Internal server error'],
  ['throttle execute-api:POST*', 429, 'Too Many Requests'],
  ['error sqs:SendMessage', 503, '{"again": true}'],
  ['throttle sqs:SendMessage', 503, '{"again": true}'],
  ['reset sqs:SendMessage', 504, 'Network error communicating with endpoint'],
])('the rule %s is answered as AWS would', async (rule, status, body) => {
  const added = cloud.faults.add(rule);

  const answer = await post();

  expect(answer).toEqual({ status, body: expect.stringContaining(body) });
  expect(added.hits).toBeGreaterThan(0);
});

test.each(['reset execute-api:POST*', 'lost execute-api:POST*'])('the rule %s takes the answer', async (rule) => {
  cloud.faults.add(rule);

  await expect(post()).rejects.toThrow();
});
