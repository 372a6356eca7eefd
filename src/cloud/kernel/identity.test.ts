import { describe, expect, it } from 'vitest';
import { Clock, durationMs } from './clock.ts';
import { Identity, rootCaller } from './identity.ts';
import { Random } from './random.ts';
import { World } from './world.ts';

describe('Identity', () => {
  it('forgets temporary credentials a day after they expired, and no others', async () => {
    const world = new World();
    const clock = new Clock({ virtual: true });
    const identity = new Identity(world, new Random(1), clock);
    const caller = rootCaller('000000000000', 'test');
    const long = identity.issue(caller);
    const expired = identity.issue(caller, clock.now() + 1000);
    const recent = identity.issue(caller, clock.now() + durationMs('2d'));
    await clock.advance('49h');

    for (let count = 0; count < 2000; count += 1) {
      identity.issue(caller, clock.now() + durationMs('1h'));
      await clock.advance('1h');
    }

    expect(identity.find(long.accessKeyId)).toEqual(long);
    expect(identity.find(expired.accessKeyId)).toBeUndefined();
    expect(identity.find(recent.accessKeyId)).toBeUndefined();
    expect(world.collection('kernel/credentials').size).toBeLessThan(300);
  });

  it('still knows what expired a moment ago, so that the refusal can say so', async () => {
    const clock = new Clock({ virtual: true });
    const identity = new Identity(new World(), new Random(1), clock);
    const caller = rootCaller('000000000000', 'test');
    const credential = identity.issue(caller, clock.now() + 1000);
    await clock.advance('23h');

    for (let count = 0; count < 600; count += 1) identity.issue(caller, clock.now() + 1000);

    expect(identity.find(credential.accessKeyId)).toEqual(credential);
  });
});
