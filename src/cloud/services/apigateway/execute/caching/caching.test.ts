import type { MethodSetting } from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServiceMethod } from '../../../../../../conformance/apigateway/service-api.ts';
import { type Cloud, startCloud } from '../../../../cloud.ts';
import type { Gateway } from '../../gateway.ts';
import { deployStage, type StageFixture } from '../../testing/stage-fixture.ts';

let cloud: Cloud;
beforeEach(async () => {
  cloud = await startCloud({ log: 'error', clock: 'virtual' });
});
afterEach(() => cloud.close());

/** A new password with every call: two equal answers are one and the same. */
const password = (path: string, verb = 'GET', integration: ServiceMethod['integration'] = {}): ServiceMethod => ({
  path,
  verb,
  service: 'secretsmanager:action/GetRandomPassword',
  integration,
});

const cluster = { cacheClusterEnabled: true, cacheClusterSize: '0.5' } as const;

const deploy = (
  methods: readonly ServiceMethod[],
  all: MethodSetting = {},
  own: Record<string, MethodSetting> = {},
): Promise<StageFixture> =>
  deployStage(cloud, methods, { ...cluster, methodSettings: { '*/*': { cachingEnabled: true, ...all }, ...own } });

const ask = async (url: string, init: RequestInit = {}): Promise<string> => (await fetch(url, init)).text();

const fresh = { headers: { 'cache-control': 'max-age=0' } };

describe('a stage with a cache', () => {
  it('answers GET with what it keeps, until its time is over', async () => {
    const { url } = await deploy([password('/a')], { cacheTtlInSeconds: 60 });

    const first = await ask(`${url}/a`);
    await cloud.clock.advance('59s');
    const kept = await ask(`${url}/a`);
    await cloud.clock.advance('2s');
    const next = await ask(`${url}/a`);

    expect(first).toContain('RandomPassword');
    expect([kept === first, next === first]).toEqual([true, false]);
    expect(cloud.journal.hops().filter(({ service }) => service === 'secretsmanager')).toHaveLength(2);
  });

  it('keeps nothing where it has no cluster, or no method asks for it, or for no time', async () => {
    const off = await deployStage(cloud, [password('/a')], { methodSettings: { '*/*': { cachingEnabled: true } } });
    const unasked = await deployStage(cloud, [password('/a')], cluster);
    const timeless = await deploy([password('/a')], { cacheTtlInSeconds: 0 });

    for (const { url } of [off, unasked, timeless]) expect(await ask(`${url}/a`)).not.toBe(await ask(`${url}/a`));
  });

  it('tells requests apart by the parameters that are its keys, and by no others', async () => {
    const integration = { cacheKeyParameters: ['method.request.querystring.page', 'method.request.header.lang'] };
    const { url } = await deploy([password('/a/{id}', 'GET', integration)]);

    const first = await ask(`${url}/a/1?page=1`);

    expect(await ask(`${url}/a/2?page=1&other=1`)).toBe(first);
    expect(await ask(`${url}/a/1?page=2`)).not.toBe(first);
    expect(await ask(`${url}/a/1?page=1`, { headers: { Lang: 'de' } })).not.toBe(first);
  });

  it('keeps answers of other methods only where the method itself asks for it', async () => {
    const methods = [password('/a', 'POST'), password('/b/c', 'POST')];
    const { url } = await deploy(methods, {}, { 'b/c/POST': { cachingEnabled: true } });
    const post = { method: 'POST' };

    expect(await ask(`${url}/a`, post)).not.toBe(await ask(`${url}/a`, post));
    expect(await ask(`${url}/b/c`, post)).toBe(await ask(`${url}/b/c`, post));
  });

  it('lets a method off that asks for no cache', async () => {
    const { url } = await deploy([password('/a')], {}, { '~1a/GET': { cachingEnabled: false } });

    expect(await ask(`${url}/a`)).not.toBe(await ask(`${url}/a`));
  });

  it('is shared by resources of one namespace', async () => {
    const integration = { cacheNamespace: 'shared' };
    const { url } = await deploy([password('/a', 'GET', integration), password('/b', 'GET', integration)]);

    expect(await ask(`${url}/b`)).toBe(await ask(`${url}/a`));
  });

  it('is emptied by a flush, and by a world that is put back', async () => {
    const { url, restApiId } = await deploy([password('/a')]);
    const before = await cloud.snapshot();
    const first = await ask(`${url}/a`);

    const service = cloud.kernel.services.get('apigateway');
    const gateway = service && (cloud.kernel.runtimeOf(service) as Gateway);
    gateway?.responses.flush(restApiId, 'prod');
    const second = await ask(`${url}/a`);
    await cloud.restore(before);
    const third = await ask(`${url}/a`);

    expect(new Set([first, second, third]).size).toBe(3);
  });
});

describe('a client that asks for a new answer', () => {
  it('gets one, which is kept in place of the old one, where nobody must be authorized', async () => {
    const { url } = await deploy([password('/a')], { requireAuthorizationForCacheControl: false });

    const first = await ask(`${url}/a`);
    const renewed = await ask(`${url}/a`, fresh);

    expect(renewed).not.toBe(first);
    expect(await ask(`${url}/a`)).toBe(renewed);
  });

  it.each([
    ['SUCCEED_WITH_RESPONSE_HEADER', /^199 /],
    ['SUCCEED_WITHOUT_RESPONSE_HEADER', /^$/],
  ] as const)('gets what is kept where it is not authorized: %s', async (strategy, warning) => {
    const { url } = await deploy([password('/a')], { unauthorizedCacheControlHeaderStrategy: strategy });

    const first = await ask(`${url}/a`);
    const response = await fetch(`${url}/a`, fresh);

    expect(await response.text()).toBe(first);
    expect(response.headers.get('warning') ?? '').toMatch(warning);
  });

  it('is refused where the stage says so', async () => {
    const { url } = await deploy([password('/a')], { unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' });

    await ask(`${url}/a`);

    expect((await fetch(`${url}/a`, fresh)).status).toBe(403);
    expect((await fetch(`${url}/a`)).status).toBe(200);
  });
});
