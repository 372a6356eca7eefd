import { explore, fakeHttp } from 'squall/vitest';

interface Payments {
  readonly charges: Record<string, { readonly id: string }>;
}

const payments = fakeHttp<Payments>('https://payments.example.com', {
  state: () => ({ charges: {} }),
  'POST /charges': ({ headers, s, id }) => {
    const key = headers['idempotency-key'] ?? '';
    s.charges[key] ??= { id: id('ch') };
    return s.charges[key];
  },
});

for (const parts of [1, 3, 5]) {
  explore(`parts: ${parts}`, {
    app: 'bench/explore/app.ts',
    external: [payments],
    when: (w) =>
      w
        .client({ retries: 5, on: ['network', 409, 429, '5xx'] })
        .post(`/orders?parts=${parts}`, { idempotencyKey: 'k1', json: { amount: 42 } }),
    depth: 2,
    budget: '10s',
  });
}
