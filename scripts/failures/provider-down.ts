import { play } from './stage.ts';

await play('The payment provider is down, and comes back.', async ({ provider, order, tell, expect }) => {
  tell('Watch: three short tries, then 503 with nothing charged; the same key succeeds when the provider is back.');
  provider.setDown(true);
  const down = await order('provider-down');
  expect(`503 while it is down, after ${down.ms} ms`, down.status === 503, down);
  expect(
    'three tries reached it, all with one idempotency key',
    new Set(provider.requests.map(({ idempotencyKey }) => idempotencyKey)).size === 1 && provider.requests.length === 3,
    provider.requests.length,
  );
  expect('nothing was charged', provider.charges.length === 0, provider.charges);

  provider.setDown(false);
  const back = await order('provider-down');
  expect('201 for the same key when it is back', back.status === 201, back);
  expect('charged once', provider.charges.length === 1, provider.charges);
});
