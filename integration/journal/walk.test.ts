import type { Deployment } from 'squall/vitest';
import { describe, expect } from 'vitest';
import { eventOf, sendEvent } from '../orders/order-events.ts';
import { apiOf, ordersTest, place } from '../orders/orders-test.ts';
import { filesEntered } from './files-entered.ts';

const { test } = await ordersTest({ cloud: { clock: 'virtual' }, needs: ['virtual time', 'this machine'] });

/**
 * Reading a request's way is reading these files; each number only ever falls. That of a message was measured anew when orders
 * began to set off more than their message: it is one that comes again, and its write is refused.
 */
const filesMax = { request: 95, message: 103 };

/** Until all that went before is done, in the middle of a minute: at its beginning metrics are put and alarms judged. */
const rest = ({ cloud: { clock } }: Deployment) => clock.advance(150_000 - (clock.now() % 60_000));

describe("A reader's way through the code", () => {
  test('of a warm request', async ({ deployment }) => {
    const read = () => apiOf(deployment).get('/orders?limit=1').expect(200);
    await place(deployment, 'k1').expect(201);
    await rest(deployment);
    await read();
    await read();

    const files = await filesEntered(read);

    expect(files).toContain('cloud/calls/pipeline.ts');
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(filesMax.request);
  });

  test('of a message', async ({ deployment }) => {
    const { body } = await place(deployment, 'k1').expect(201);
    await rest(deployment);
    // An event that comes again changes nothing: what is walked is the message's own way, not that of what it sets off.
    const again = async () => {
      await sendEvent(deployment, eventOf(body));
      return filesEntered(() => deployment.clock.advance('1s'));
    };
    await again();

    const files = await again();

    expect(files).toContain('cloud/calls/pipeline.ts');
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(filesMax.message);
  });
});
