import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { order } from '../orders/order.ts';
import { compose, containerOf, docker, project } from './docker.ts';

const endpoint = `http://127.0.0.1:${project.SQUALL_PORT}`;
const minutes = 60_000;

let api: string;

const place = (key: string, signal?: AbortSignal) =>
  fetch(`${api}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(order),
    ...(signal && { signal }),
  });

const health = () =>
  fetch(`${endpoint}/_localstack/health`).then(
    ({ ok }) => ok,
    () => false,
  );

beforeAll(async () => {
  const { code, text } = await compose(['up', '--detach', '--build']);
  expect(code, text).toBe(0);
  // The one-shot job ends when everything is deployed, and has printed the addresses.
  await docker('wait', await containerOf('deploy'));
  const deploy = await compose(['logs', 'deploy']);
  api = /http:\/\/127\.0\.0\.1:\d+\/_aws\/execute-api\/[a-z0-9]+/.exec(deploy.text)?.[0] ?? '';
  expect(api, deploy.text).not.toBe('');
}, 8 * minutes);

afterAll(async () => {
  await compose(['--profile', 'localstack', 'down', '--volumes', '--timeout', '2']);
}, minutes);

describe('docker compose up', () => {
  it('gives a cloud whose printed address answers, with a provider that is charged', async () => {
    const response = await place('compose');

    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ status: 'CONFIRMED', chargeId: expect.stringMatching(/^ch_/) });
  });

  it('publishes its ports to this machine alone', async () => {
    const ports = await docker('port', await containerOf('squall'));

    expect(ports.split('\n').every((line) => line.includes('127.0.0.1:'))).toBe(true);
  });

  it('says what is missing for LocalStack, and where to get it', async () => {
    const { code, text } = await compose(['--profile', 'localstack', 'run', '--rm', 'localstack-token'], {
      LOCALSTACK_AUTH_TOKEN: '',
    });

    expect(code).toBe(1);
    expect(text).toContain('LOCALSTACK_AUTH_TOKEN is not set');
    expect(text).toContain('https://app.localstack.cloud');
  });

  it(
    'says when its port is taken',
    async () => {
      const taken = createServer();
      const port = await new Promise<number>((resolve) => {
        taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
      });
      const other = {
        COMPOSE_PROJECT_NAME: 'squall-test-port',
        SQUALL_NETWORK: 'squall-test-port',
        SQUALL_PORT: String(port),
      };
      try {
        const { code, text } = await compose(['up', '--detach', '--no-build', 'squall'], other);

        expect(code).not.toBe(0);
        expect(text).toMatch(/address already in use|port is already allocated/);
      } finally {
        taken.close();
        await compose(['down', '--volumes'], other);
      }
    },
    minutes,
  );
});

describe('faults between containers', () => {
  it(
    'the provider is cut off: orders are refused for now, and go through when it is back',
    async () => {
      const provider = await containerOf('payments');
      await docker('network', 'disconnect', project.SQUALL_NETWORK, provider);
      const during = await place('cut off');
      await docker('network', 'connect', '--alias', 'payments', project.SQUALL_NETWORK, provider);

      expect(during.status).toBe(503);
      await expect.poll(async () => (await place('cut off')).status, { timeout: minutes, interval: 500 }).toBe(201);
    },
    2 * minutes,
  );

  it(
    'the cloud is paused in mid-request: the answer comes when it goes on',
    async () => {
      const cloud = await containerOf('squall');
      await docker('pause', cloud);
      const pending = place('paused');
      const first = await Promise.race([pending.then(() => 'answered'), docker('ps', '--quiet').then(() => 'silent')]);
      await docker('unpause', cloud);

      expect(first).toBe('silent');
      expect((await pending).status).toBe(201);
    },
    minutes,
  );

  it(
    'the cloud is killed and started on the same volume: nothing that was acknowledged is lost',
    async () => {
      const keys = Array.from({ length: 12 }, (_, index) => `kill ${index}`);
      const acknowledged: { readonly key: string; readonly orderId: string }[] = [];
      const writing = Promise.all(
        keys.map(async (key) => {
          const response = await place(key).catch(() => undefined);
          if (response?.status !== 201) return;
          const body = (await response.json().catch(() => undefined)) as { readonly orderId: string } | undefined;
          if (body) acknowledged.push({ key, orderId: body.orderId });
        }),
      );
      await expect.poll(() => acknowledged.length, { timeout: minutes, interval: 5 }).toBeGreaterThan(0);
      await docker('kill', await containerOf('squall'));
      await writing;
      await docker('start', await containerOf('squall'));
      await expect.poll(health, { timeout: minutes }).toBe(true);

      for (const { orderId } of acknowledged) {
        const read = await fetch(`${api}/orders/${orderId}`);
        expect(read.status, orderId).toBe(200);
      }
      // The same keys again: whoever had an answer gets the same order, everybody else gets one now.
      for (const key of keys) {
        await expect.poll(async () => (await place(key)).status, { timeout: minutes, interval: 500 }).toBe(201);
        const known = acknowledged.find((each) => each.key === key);
        if (known) expect(await (await place(key)).json()).toMatchObject({ orderId: known.orderId });
      }
    },
    3 * minutes,
  );
});
