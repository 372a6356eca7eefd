import { expect, test } from 'vitest';
import { World } from '../../../../kernel/world.ts';
import { restApiState, serviceName } from '../../state.ts';
import type { Exchange } from '../exchange.ts';
import { ApiKeyIndex } from './api-key-index.ts';
import { requireApiKey } from './require-api-key.ts';

const at = { account: '123456789012', region: 'us-east-1' };

/** A request to a method that wants a key, of an API with one key in the plan of its stage. */
function exchangeWith(apiKeySource: string, given: Partial<Exchange>, header?: string): Exchange {
  const world = new World();
  const state = restApiState(world.scope(serviceName, at.account, at.region));
  state.apiKeys.set('k1', { id: 'k1', value: 'secret', enabled: true });
  state.usagePlans.set('p1', { id: 'p1', apiStages: [{ apiId: 'a1', stage: 'prod' }] });
  state.usagePlanKeys.set('p1/k1', { id: 'k1' });
  return {
    kernel: { world },
    gateway: { apiKeys: new ApiKeyIndex() },
    api: { ...at, record: { id: 'a1' } },
    stage: { name: 'prod', deployment: { frozen: { api: { apiKeySource } } } },
    match: { method: { record: { apiKeyRequired: true } } },
    request: { headers: header === undefined ? {} : { 'x-api-key': header } },
    ...given,
  } as unknown as Exchange;
}

/** As an authorizer's answer leaves it. */
const answeredBy = (usageIdentifierKey: string): Pick<Exchange, 'authorization'> => ({
  authorization: { kind: 'lambda', principalId: 'me', context: {}, usageIdentifierKey, integrationLatencyMs: 0 },
});

test('an API that takes keys from its authorizer reads no header', () => {
  const byAuthorizer = exchangeWith('AUTHORIZER', answeredBy('secret'));
  requireApiKey(byAuthorizer);
  expect(byAuthorizer.metered).toMatchObject({ apiKey: 'secret', apiKeyId: 'k1', plan: { id: 'p1' } });

  expect(() => requireApiKey(exchangeWith('AUTHORIZER', {}, 'secret'))).toThrow('Forbidden');
});

test('an API that takes keys from the header knows nothing of the authorizer’s', () => {
  const byHeader = exchangeWith('HEADER', {}, 'secret');
  requireApiKey(byHeader);
  expect(byHeader.metered?.apiKeyId).toBe('k1');

  expect(() => requireApiKey(exchangeWith('HEADER', answeredBy('secret')))).toThrow('Forbidden');
});

test('the index finds a key under its new value, and no key that is gone', () => {
  const state = restApiState(new World().scope(serviceName, at.account, at.region));
  const index = new ApiKeyIndex();
  state.apiKeys.set('k1', { id: 'k1', value: 'old' });
  expect(index.find(state, 'old')?.id).toBe('k1');

  state.apiKeys.set('k1', { id: 'k1', value: 'new' });
  expect([index.find(state, 'old'), index.find(state, 'new')?.id]).toEqual([undefined, 'k1']);
  state.apiKeys.delete('k1');
  expect(index.find(state, 'new')).toBeUndefined();
});
