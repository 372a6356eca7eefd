import { expectState, explore, fakeHttp } from 'squall/vitest';

interface Refund {
  readonly id: string;
  readonly chargeId: string;
}

/** A provider that has charged for an order which never came to be. */
const payments = fakeHttp('https://payments.example.com', {
  state: () => ({
    charges: [{ id: 'ch_1', reference: 'ord_never', createdAt: '2020-01-01T00:00:00.000Z' }],
    refunds: {} as Record<string, Refund>,
  }),
  'GET /charges': ({ s }) => ({
    charges: s.charges.map((charge) => {
      const refund = Object.values(s.refunds).find(({ chargeId }) => chargeId === charge.id);
      return { ...charge, ...(refund && { refundId: refund.id }) };
    }),
  }),
  'POST /refunds': ({ body, headers, s, id }) => {
    const key = headers['idempotency-key'] ?? id('none');
    s.refunds[key] ??= { id: id('re'), chargeId: body.chargeId };
    return s.refunds[key];
  },
});

/** Two nights: what one did not get done, or does not know to be done, is the next one's. */
explore('reconcile charges', {
  app: 'stack/app.ts',
  // Other files run beside this one: a thread of its own costs another deploy, and there is no core for it.
  workers: 1,
  external: [payments],
  given: (w) => w.secret('payments').set({ apiKey: 'sk_live_1' }),
  when: async (w) => {
    for (const _night of [1, 2]) {
      await w.invoke('ReconcileCharges', { olderThanHours: 48 }, { async: true });
      await w.sleep('1d');
    }
  },
  then: ({ sideEffects, world }) => {
    const refunded = new Set(sideEffects.map(({ idempotencyKey }) => idempotencyKey));
    expectState([...refunded]).toHaveCount(1);
    expectState(world.queue('Undelivered')).toBeEmpty();
  },
});
