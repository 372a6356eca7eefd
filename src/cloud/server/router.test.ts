import { afterEach, expect, it } from 'vitest';
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
    matches: ({ path }: HttpRequest) => path.startsWith('/broken/'),
    handle: () => Promise.reject(new Error('a bug of ours')),
  };
  const service = {
    name: 'broken',
    faults: usualFaults,
    state: () => ({}),
    operations: {},
    dataPlanes: [plane],
  } satisfies AnyService;
  // A view of the kernel: its own members stay where they are.
  const kernel: CloudKernel = Object.create(cloud.kernel, { services: { value: new Map([['broken', service]]) } });
  const door = createRouter(kernel, { reset: async () => {}, restore: async () => {} });

  const response = await door.handle(request);

  expect(response.status).toBe(500);
  expect(lines.join('\n')).toContain('broken failed: Error: a bug of ours');
});

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
