import { describe, expect, it } from 'vitest';
import { Feed } from './feed.ts';
import { mapStream, watchStream } from './map-stream.ts';

async function all<Value>(stream: AsyncIterable<Value>): Promise<Value[]> {
  const values: Value[] = [];
  for await (const value of stream) values.push(value);
  return values;
}

describe('Feed', () => {
  it('hands over what was pushed, before and after it is asked for, and then ends', async () => {
    const feed = new Feed<number>();
    feed.push(1);
    const first = await feed.next();
    const second = feed.next();
    feed.push(2);
    feed.end();

    expect(first).toEqual({ done: false, value: 1 });
    expect(await second).toEqual({ done: false, value: 2 });
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });

  it('asks to wait when the reader is behind, until he has read', async () => {
    const feed = new Feed<string>({ room: 4, sizeOf: (text) => text.length });
    expect(feed.push('abc')).toBeUndefined();
    const waited = feed.push('de');
    let hasRoom = false;
    void Promise.resolve(waited).then(() => {
      hasRoom = true;
    });
    await Promise.resolve();
    expect(hasRoom).toBe(false);

    await feed.next();
    await waited;

    expect(hasRoom).toBe(true);
  });

  it('lets a reader go who waits for the next value, and its maker hears of it', async () => {
    let hasLeft = false;
    const feed = new Feed<number>({
      onLeave: () => {
        hasLeft = true;
      },
    });
    const asked = feed.next();

    await feed.return();

    expect(await asked).toEqual({ done: true, value: undefined });
    expect(hasLeft).toBe(true);
    expect(feed.push(1)).toBeUndefined();
    expect(feed.waiting).toBe(0);
  });

  it('throws its error once, behind what was pushed', async () => {
    const feed = new Feed<number>();
    feed.push(1);
    feed.end(new Error('broken'));

    expect(await feed.next()).toEqual({ done: false, value: 1 });
    await expect(feed.next()).rejects.toThrow('broken');
    expect(await feed.next()).toEqual({ done: true, value: undefined });
  });
});

describe('mapStream', () => {
  it('changes values, leaves out what maps to nothing, and tells the end once', async () => {
    const feed = new Feed<number>();
    const ends: unknown[] = [];
    for (const value of [1, 2, 3]) feed.push(value);
    feed.end();

    const seen = await all(
      mapStream(feed, { map: (value) => (value === 2 ? undefined : value * 10), onEnd: (error) => ends.push(error) }),
    );

    expect(seen).toEqual([10, 30]);
    expect(ends).toEqual([undefined]);
  });

  it('leaves its source at once, although a value is waited for', async () => {
    let hasLeft = false;
    const feed = new Feed<number>({
      onLeave: () => {
        hasLeft = true;
      },
    });
    const ends: unknown[] = [];
    const stream = watchStream(feed, { onEnd: (error) => ends.push(error) });
    const asked = stream.next();

    await stream.return?.();

    expect(await asked).toEqual({ done: true, value: undefined });
    expect([hasLeft, ends]).toEqual([true, [undefined]]);
  });

  it('tells an error as the last value where it is asked to', async () => {
    const feed = new Feed<number>();
    const ends: unknown[] = [];
    const broken = new Error('broken');
    feed.end(broken);

    const seen = await all(
      mapStream(feed, { map: String, onError: (error) => `! ${String(error)}`, onEnd: (error) => ends.push(error) }),
    );

    expect(seen).toEqual(['! Error: broken']);
    expect(ends).toEqual([broken]);
  });
});
