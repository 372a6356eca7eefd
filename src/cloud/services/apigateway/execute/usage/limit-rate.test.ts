import type { MethodSetting, ThrottleSettings } from '@aws-sdk/client-api-gateway';
import { describe, expect, test } from 'vitest';
import { RateLimiter } from '../../../../gateway/throttling/rate-limiter.ts';
import { compileSettings } from '../../compile/method-settings.ts';
import type { Exchange } from '../exchange.ts';
import { limitRate } from './limit-rate.ts';

interface Given {
  readonly methodSettings?: Readonly<Record<string, MethodSetting>>;
}

/** Requests to the methods of one stage at one moment. */
function stageWith({ methodSettings = {} }: Given = {}) {
  const gateway = { limiter: new RateLimiter() };
  return (path: string, verb = 'GET'): boolean => {
    const exchange = {
      gateway,
      kernel: { clock: { now: () => 0 } },
      api: { account: '123456789012', region: 'us-east-1', record: { id: 'a1' } },
      stage: { name: 'prod', record: { methodSettings }, settings: compileSettings({ methodSettings }) },
      verb,
      match: { method: { resource: { path }, verb: 'ANY', record: {} } },
    } as unknown as Exchange;
    try {
      limitRate(exchange);
      return true;
    } catch {
      return false;
    }
  };
}

const setting = (burst: number): MethodSetting => ({ throttlingBurstLimit: burst, throttlingRateLimit: 1 });

describe('limitRate', () => {
  test.each([['pets/GET'], ['/pets/GET'], ['~1pets/GET'], ['*/*']])(
    'limits a method by the stage’s settings under %s',
    (key) => {
      const ask = stageWith({ methodSettings: { [key]: setting(1) } });

      expect([ask('/pets'), ask('/pets')]).toEqual([true, false]);
    },
  );

  test('gives each method what the settings for all of them say', () => {
    const ask = stageWith({ methodSettings: { '*/*': setting(1), 'pets/PUT': setting(2) } });

    expect([ask('/pets'), ask('/pets'), ask('/dogs')]).toEqual([true, false, true]);
    expect([ask('/pets', 'PUT'), ask('/pets', 'PUT'), ask('/pets', 'PUT')]).toEqual([true, true, false]);
  });

  test('knows limits that are switched off', () => {
    const ask = stageWith({ methodSettings: { '*/*': { throttlingBurstLimit: -1, throttlingRateLimit: -1 } } });

    expect(Array.from({ length: 3 }, () => ask('/pets'))).toEqual([true, true, true]);
  });

  test('ends at what the account may ask in one moment', () => {
    const ask = stageWith();

    const granted = Array.from({ length: 5001 }, (_, index) => ask(`/${index}`));
    expect([granted.slice(0, 5000).every(Boolean), granted[5000]]).toEqual([true, false]);
  });

  test.each<[string, ThrottleSettings, number]>([
    ['rate and burst', { rateLimit: 1, burstLimit: 2 }, 2],
    ['a rate alone', { rateLimit: 2.5, burstLimit: 0 }, 3],
    ['a burst alone', { rateLimit: 0, burstLimit: 1 }, 1],
    ['neither', { rateLimit: 0, burstLimit: 0 }, 0],
  ])('takes %s of a plan’s limit for a method before the plan’s own', (_, throttle, granted) => {
    const state = { usage: new Map() };
    const gateway = { limiter: new RateLimiter() };
    const plan = {
      id: 'p',
      throttle: { rateLimit: 9, burstLimit: 9 },
      apiStages: [{ apiId: 'a1', stage: 'prod', throttle: { '/pets/GET': throttle } }],
    };
    const ask = (): boolean => {
      const exchange = {
        gateway,
        kernel: { clock: { now: () => 0 }, world: { scope: () => ({ collection: () => state.usage }) } },
        api: { account: '123456789012', region: 'us-east-1', record: { id: 'a1' } },
        stage: { name: 'prod', record: {}, settings: new Map() },
        verb: 'GET',
        match: { method: { resource: { path: '/pets' }, verb: 'GET', record: {} } },
        metered: { apiKey: 'k', apiKeyId: 'i', plan },
      } as unknown as Exchange;
      try {
        limitRate(exchange);
        return true;
      } catch {
        return false;
      }
    };

    expect([ask(), ask(), ask(), ask()].filter(Boolean)).toHaveLength(granted);
  });
});
