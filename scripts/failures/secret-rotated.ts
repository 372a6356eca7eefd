import { play } from './stage.ts';

await play(
  'The provider’s key is rotated while functions hold the old one.',
  async ({ deployment, provider, order, tell, expect }) => {
    const { aws, outputs } = deployment;
    expect('an order with the first key', (await order('before')).status === 201);
    tell('Watch: the environment has the old key in its cache; the provider takes only the new one from here on.');
    await aws.call('secretsmanager', 'PutSecretValue', {
      SecretId: outputs.PaymentsSecretArn,
      SecretString: '{"apiKey":"sk_2"}',
    });
    provider.acceptOnly('sk_2');
    const before = provider.requests.length;
    const { status } = await order('after');
    const keys = provider.requests.slice(before).map(({ apiKey }) => apiKey);
    expect('201: one refusal, one fresh key, one more call', status === 201 && keys.length === 2, { status, keys });

    provider.acceptOnly('sk_3');
    const revoked = await order('revoked');
    expect(
      'a key that is revoked for good fails fast, and hammers nobody',
      revoked.status === 503 && provider.requests.length === before + 4,
      { revoked, requests: provider.requests.length - before },
    );
  },
);
