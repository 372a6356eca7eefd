import { play } from './stage.ts';

const calls = ['dynamodb:PutItem table=Idempotency', 'dynamodb:TransactWriteItems', 'events:PutEvents'];

await play(
  'The answer to each write is lost once: applied, and nobody hears of it.',
  async ({ deployment, provider, order, tell, expect }) => {
    for (const call of calls) {
      tell(`By hand: squall faults add "lost ${call} times=1"`);
      const rule = deployment.cloud.faults.add(`lost ${call} times=1`);
      const { status, ms } = await order(`lost ${call}`);
      expect(`201 after ${ms} ms, and the fault was met`, status === 201 && rule.hits === 1, {
        status,
        hits: rule.hits,
      });
      deployment.cloud.faults.clear();
    }
    provider.script({ kind: 'lost' });
    tell('And the provider’s own answer:');
    expect('201', (await order('lost charge')).status === 201);
    expect(
      `${calls.length + 1} orders, ${calls.length + 1} charges`,
      provider.charges.length === calls.length + 1,
      provider.charges.length,
    );
  },
);
