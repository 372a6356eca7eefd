import { DeleteScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import * as inject from './inject-faults.ts';
import { fulfilments } from './order-events.ts';
import { itemsOf, ordersTest, place } from './orders-test.ts';
import { call, undelivered } from './workers.ts';

const { test, provider } = await ordersTest({
  cloud: { clock: 'virtual' },
  needs: ['virtual time', 'faults', 'this machine'],
});

const reconcile = (deployment: Deployment) => call(deployment, 'ReconcileCharges', { olderThanHours: 48 });
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const bookedAgo = (hours: number, reference: string) =>
  provider.book({ amount: 700, currency: 'EUR', reference, createdAt: hoursAgo(hours) });
const scheduler = ({ clientConfig }: Deployment) => new SchedulerClient(clientConfig());

describe('the reconciliation of charges', () => {
  test('gives back a charge that has no order, once', async ({ deployment }) => {
    const orphan = bookedAgo(72, 'ord_never');

    const first = await reconcile(deployment);
    const second = await reconcile(deployment);

    expect([first, second]).toEqual([{ refunded: 1 }, { refunded: 0 }]);
    expect(provider.refunds).toEqual([{ id: 're_1', chargeId: orphan.id }]);
  });

  test('leaves charges that have an order, and those that may still get one', async ({ deployment }) => {
    const { body } = await place(deployment, 'k1').expect(201);
    bookedAgo(72, body.orderId);
    bookedAgo(24, 'ord_late');

    expect(await reconcile(deployment)).toEqual({ refunded: 0 });
    expect(provider.refunds).toEqual([]);
  });

  test('refunds once although the answer was lost', async ({ deployment }) => {
    bookedAgo(72, 'ord_never');
    provider.script({ kind: 'status', status: 503 }, { kind: 'lost' });
    await inject.injectFaults(deployment, 'GetItem', { kind: 'error' });

    await reconcile(deployment);

    expect(provider.refunds).toHaveLength(1);
  });

  test('goes on behind a charge that the provider will not give back, and fails loudly', async ({ deployment }) => {
    bookedAgo(72, 'ord_refused');
    bookedAgo(72, 'ord_never');
    provider.refuse('ch_1');

    const answer = await reconcile(deployment);

    expect(answer).toMatchObject({ errorMessage: 'The payment provider refuses this request' });
    expect(provider.refunds.map(({ chargeId }) => chargeId)).toEqual(['ch_2']);
  });
});

describe('schedules', () => {
  test('send within a minute what the bus did not take', async ({ deployment }) => {
    await inject.outage(deployment, 'PutEvents');
    const { body } = await place(deployment, 'k1').expect(201);
    await inject.clear(deployment);
    const before = await itemsOf(deployment, 'OutboxTable');

    await deployment.clock.advance('1m');
    await deployment.clock.advance('1s');

    expect(before).toHaveLength(1);
    expect(await itemsOf(deployment, 'OutboxTable')).toEqual([]);
    expect(await fulfilments(deployment)).toMatchObject({ [body.orderId]: { shipmentId: expect.any(String) } });
  });

  test('reconcile charges at half past three in Berlin, and put aside what fails for good', async ({ deployment }) => {
    await forgetSweeps(deployment);
    const orphan = bookedAgo(72, 'ord_never');
    const { aws, clock } = deployment;
    const until = async (moment: number) => clock.advance(moment - (await aws.now()));
    const firstNight = nextInBerlin(await aws.now(), '03:30');

    await until(firstNight - 1000);
    const early = provider.requests.length;
    provider.setDown(true);
    await until(firstNight + 600_000);
    const put = await undelivered(deployment);
    provider.setDown(false);
    await until(nextInBerlin(await aws.now(), '03:30') + 1000);

    expect(early).toBe(0);
    expect(put).toMatchObject([
      {
        body: {
          requestPayload: { olderThanHours: 48 },
          responsePayload: { errorMessage: expect.stringMatching(/provider/) },
        },
      },
    ]);
    expect(provider.refunds).toMatchObject([{ chargeId: orphan.id }]);
  }, 120_000);
});

/** Leaves the nightly schedule alone: a night has many minutes. */
async function forgetSweeps(deployment: Deployment): Promise<void> {
  const { Schedules = [] } = await scheduler(deployment).send(new ListSchedulesCommand({}));
  expect(Schedules).toHaveLength(2);
  for (const { Name } of Schedules.filter((each) => each.Name?.includes('CatchUp'))) {
    await scheduler(deployment).send(new DeleteScheduleCommand({ Name }));
  }
}

/** The first moment from `now` on at which clocks in Berlin show a time. */
function nextInBerlin(now: number, time: string): number {
  const shown = new Intl.DateTimeFormat('de', { timeZone: 'Europe/Berlin', hour: '2-digit', minute: '2-digit' });
  let moment = Math.ceil(now / 60_000) * 60_000;
  while (shown.format(moment) !== time) moment += 60_000;
  return moment;
}
