import { describe, expect } from 'vitest';
import { apiOf, ordersTest, place } from '../orders/orders-test.ts';
import { filesEntered } from './files-entered.ts';

const { test } = await ordersTest({ cloud: { clock: 'virtual' }, needs: ['virtual time', 'this machine'] });

/** Reading a request's way is reading these files; each number only ever falls. */
const filesMax = { request: 94, message: 101 };

describe("A reader's way through the code", () => {
  test('of a warm request', async ({ deployment }) => {
    const read = () => apiOf(deployment).get('/orders?limit=1').expect(200);
    await place(deployment, 'k1').expect(201);
    await read();
    await read();

    const files = await filesEntered(read);

    expect(files).toContain('cloud/calls/pipeline.ts');
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(filesMax.request);
  });

  test('of a message', async ({ deployment }) => {
    await place(deployment, 'k1').expect(201);
    await deployment.clock.advance('1s');
    await place(deployment, 'k2').expect(201);

    const files = await filesEntered(() => deployment.clock.advance('1s'));

    expect(files).toContain('cloud/calls/pipeline.ts');
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(filesMax.message);
  });
});
