import { play } from './stage.ts';

await play(
  'The idempotency table is throttled: for one call, then for good.',
  async ({ deployment, provider, order, tell, expect }) => {
    const { faults } = deployment.cloud;
    tell('By hand: squall faults add "throttle dynamodb:PutItem table=Idempotency times=1"');
    const once = faults.add('throttle dynamodb:PutItem table=Idempotency times=1');
    const masked = await order('throttled-once');
    expect(`one throttle is invisible: 201 after ${masked.ms} ms`, masked.status === 201 && once.hits === 1, masked);

    tell('By hand: squall faults add "throttle dynamodb:PutItem table=Idempotency"');
    const always = faults.add('throttle dynamodb:PutItem table=Idempotency');
    const refused = await order('throttled-always');
    expect(
      `without its lock nothing is executed: 503 after ${always.hits} tries of the SDK`,
      refused.status === 503 && always.hits >= 3,
      refused,
    );
    expect('only the first order was charged', provider.charges.length === 1, provider.charges);

    faults.clear();
    expect('the same key succeeds when the table is back', (await order('throttled-always')).status === 201);
  },
);
