import { afterEach, expect, it } from 'vitest';
import { noInitScripts } from '../admin/initialization.ts';
import { type Cloud, startCloud } from '../cloud.ts';
import { usualFaults } from '../kernel/faults/fault-model.ts';
import type { HttpRequest } from '../kernel/http.ts';
import type { AnyService, CloudKernel } from '../service-kit/contract.ts';
import { createRouter } from './router.ts';

let cloud: Cloud | undefined;

afterEach(() => cloud?.close());

const request: HttpRequest = {
  method: 'GET',
  path: '/broken/thing',
  query: '',
  headers: {},
  rawHeaders: [],
  body: new Uint8Array(),
  remoteAddress: '127.0.0.1',
};

it('answers and logs what a data plane throws, instead of hanging up', async () => {
  const lines: string[] = [];
  cloud = await startCloud({ log: 'error', writeLog: (line) => lines.push(line) });
  const plane = {
    name: 'broken',
    isOpenToPages: false,
    pathPrefix: '/broken/',
    handle: () => Promise.reject(new Error('a bug of ours')),
  };
  const service = {
    name: 'broken',
    faults: usualFaults,
    state: () => ({}),
    operations: {},
    title: 'Test',
    exploredState: { none: 'it has none' },
    dataPlanes: [plane],
  } satisfies AnyService;
  // A view of the kernel: its own members stay where they are.
  const kernel: CloudKernel = Object.create(cloud.kernel, { services: { value: new Map([['broken', service]]) } });
  const door = createRouter(kernel, {
    reset: async () => {},
    restore: async () => {},
    initialization: () => noInitScripts,
  });

  const response = await door.handle(request);

  expect(response.status).toBe(500);
  expect(lines.join('\n')).toContain('broken failed: Error: a bug of ours');
});

it('looks for who answers once a request, however often it is asked', async () => {
  cloud = await startCloud({ log: 'error' });
  let asked = 0;
  const plane = {
    name: 'counting',
    isOpenToPages: true,
    get pathPrefix() {
      asked += 1;
      return '/';
    },
    handle: async () => ({ status: 204, headers: {}, body: '' }),
  };
  const service = {
    name: 'counting',
    title: 'Counting',
    faults: usualFaults,
    exploredState: { none: 'a test' },
    state: () => ({}),
    operations: {},
    dataPlanes: [plane],
  };
  const services = new Map([['counting', service satisfies AnyService]]);
  const kernel: CloudKernel = Object.create(cloud.kernel, { services: { value: services } });
  const router = createRouter(kernel, {
    reset: async () => {},
    restore: async () => {},
    initialization: () => noInitScripts,
  });

  const answers = [router.zoneOf(request), (await router.handle(request)).status, router.zoneOf(request)];

  expect(answers).toEqual(['shared', 204, 'shared']);
  expect(asked).toBe(1);
});

it.each(['/restapis/abc123/prod/_user_request_/pets', '/_aws/execute-api/abc123/prod/pets'])(
  'refuses %s, of which no service has the API, and tells the journal',
  async (path) => {
    cloud = await startCloud({ log: 'error' });

    const response = await fetch(cloud.endpoint + path, { method: 'POST' });

    expect([response.status, await response.text()]).toEqual([403, '{"message":"Forbidden"}']);
    expect(cloud.journal.hops()).toMatchObject([
      {
        id: response.headers.get('apigw-requestid'),
        service: 'execute-api',
        operation: 'POST',
        resource: 'abc123',
        outcome: 'error',
        code: '403',
      },
    ]);
  },
);

it('lets pages of any origin call what users deployed, and nothing else', async () => {
  cloud = await startCloud({ log: 'error' });
  const { endpoint } = cloud;
  const isRefused = async (path: string) => {
    const response = await fetch(endpoint + path, { headers: { origin: 'https://shop.example' } });
    return (await response.text()).includes('ForbiddenOrigin');
  };

  expect(await isRefused('/_aws/execute-api/abc123/orders')).toBe(false);
  expect(await isRefused('/restapis/abc123/stage/_user_request_/orders')).toBe(false);
  expect(await isRefused('/restapis')).toBe(true);
  expect(await isRefused('/_squall/status')).toBe(true);
  expect(await isRefused('/')).toBe(true);
});
