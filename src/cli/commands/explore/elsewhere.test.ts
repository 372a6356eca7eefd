import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../explore/scenario.ts';
import { endpointOptions } from './elsewhere.ts';

const scenario = (endpoint?: Scenario['endpoint']): Scenario => ({
  when: () => undefined,
  ...(endpoint !== undefined && { endpoint }),
});

describe('endpointOptions', () => {
  it('is undefined where neither flags nor the scenario name a cloud', () => {
    expect(endpointOptions(scenario(), {})).toBeUndefined();
  });

  it('takes the scenario’s, and lets flags win', () => {
    const named = scenario({ url: 'http://127.0.0.1:4566', stack: 'A', settle: '1s' });

    expect(endpointOptions(named, { stack: 'B', empty: true })).toEqual({
      url: 'http://127.0.0.1:4566',
      stack: 'B',
      settle: '1s',
      empty: true,
    });
  });

  it('refuses what is no address, and flags of Squall’s own cloud', () => {
    expect(() => endpointOptions(scenario('there'), {})).toThrow('“there” is not an endpoint.');
    expect(() => endpointOptions(scenario(), { endpoint: 'http://127.0.0.1:1', replay: 'r1:x' })).toThrow(
      '--replay does not go with an endpoint.',
    );
  });
});
