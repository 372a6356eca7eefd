import { describe, expect, it } from 'vitest';
import { Clock } from '../clock.ts';
import { Hold, setLimit } from './hold.ts';

describe('a limit that can be held', () => {
  it('stands still while it is held, and goes on with what was left', async () => {
    const clock = new Clock({ virtual: true });
    const hold = new Hold(clock);
    let fired = 0;
    setLimit(clock, 1000, () => (fired += 1), hold);

    await clock.advance(600);
    const letGo = hold.begin();
    await clock.advance(60_000);
    expect(fired).toBe(0);
    letGo();
    await clock.advance(399);
    expect(fired).toBe(0);
    await clock.advance(1);

    expect(fired).toBe(1);
    expect(hold.heldMs).toBe(60_000);
  });

  it('is held until the last of two debuggers lets go', async () => {
    const clock = new Clock({ virtual: true });
    const hold = new Hold(clock);
    const [first, second] = [hold.begin(), hold.begin()];
    let fired = 0;
    setLimit(clock, 10, () => (fired += 1), hold);

    first();
    first();
    await clock.advance(100);
    expect(fired).toBe(0);
    second();
    await clock.advance(10);

    expect(fired).toBe(1);
    expect(hold.heldMs).toBe(100);
  });

  it('does not fire once it is cancelled, held or not', async () => {
    const clock = new Clock({ virtual: true });
    const hold = new Hold(clock);
    let fired = 0;
    const letGo = hold.begin();
    const limit = setLimit(clock, 10, () => (fired += 1), hold);

    limit.cancel();
    letGo();
    await clock.advance(100);

    expect(fired).toBe(0);
  });
});
