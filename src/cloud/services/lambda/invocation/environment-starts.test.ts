import { beforeEach, describe, expect, it } from 'vitest';
import { EnvironmentPool, settle } from './testing/environment-pool.ts';

let pool: EnvironmentPool;
beforeEach(() => {
  pool = new EnvironmentPool();
  pool.holdsStarts = true;
});

/** Uses one environment that is started. */
async function warm(key: string) {
  const use = pool.use(key);
  await pool.started('e1');
  return use;
}

describe('an invoke that finds no idle environment', () => {
  it('takes the one that is free before its own has started', async () => {
    const first = await warm('f:1#a');
    const second = pool.use('f:1#a');
    await settle();
    expect([pool.made.length, second.current()]).toEqual([2, undefined]);

    await first.release();

    expect(await second.name).toBe('e1');
  });

  it('leaves the environment that starts to the next one that waits', async () => {
    const first = await warm('f:1#a');
    const [second, third] = [pool.use('f:1#a'), pool.use('f:1#a')];
    await first.release();
    expect(await second.name).toBe('e1');
    expect(third.current()).toBeUndefined();

    await pool.started('e2');

    expect(third.current()).toBe('e2');
  });

  it('leaves it to the pool when nobody waits', async () => {
    const first = await warm('f:1#a');
    const second = pool.use('f:1#a');
    await first.release();
    await second.release();

    await pool.started('e2');

    const [third, fourth] = [pool.use('f:1#a'), pool.use('f:1#a')];
    expect(new Set([await third.name, await fourth.name])).toEqual(new Set(['e1', 'e2']));
    expect(pool.made).toHaveLength(2);
  });

  it('keeps its own in process, where starts are not limited', async () => {
    pool = new EnvironmentPool({ starting: undefined });
    pool.holdsStarts = true;
    const uses = Array.from({ length: 8 }, () => pool.use('f:1#a'));

    const names = await Promise.all(uses.map(({ name }) => name));

    expect(names).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8']);
  });
});

describe('starts', () => {
  it('are as many at once as are allowed', async () => {
    const uses = Array.from({ length: 5 }, () => pool.use('f:1#a'));
    await settle();
    expect(pool.made).toHaveLength(2);

    await pool.started('e1');

    expect(pool.made).toHaveLength(3);
    expect(uses.map((use) => use.current())).toEqual(['e1', undefined, undefined, undefined, undefined]);
  });

  it('are not begun for invokes that were served meanwhile', async () => {
    const uses = Array.from({ length: 4 }, () => pool.use('f:1#a'));
    await pool.started('e1');
    expect(pool.made).toHaveLength(3);
    for (const use of uses) {
      await use.release();
      await settle();
    }

    await pool.started('e2');
    await pool.started('e3');

    expect(pool.made).toHaveLength(3);
  });

  it('alternate between functions', async () => {
    for (let index = 0; index < 4; index += 1) pool.use('f:1#a');
    pool.use('g:1#a');

    await pool.started('e1');

    expect(pool.made).toEqual(['f:1#a', 'f:1#a', 'g:1#a']);
  });

  it('no longer count when their init phase takes more than a second', async () => {
    const uses = ['f:1#a', 'f:1#a', 'g:1#a'].map((key) => pool.use(key));
    await settle();
    expect(pool.made).toHaveLength(2);

    await pool.clock.advance('1s');
    await pool.started('e3');

    expect(uses.map((use) => use.current())).toEqual([undefined, undefined, 'e3']);
  });

  it('no longer count when their init phase invokes another function', async () => {
    pool = new EnvironmentPool({ starting: 1 });
    pool.holdsStarts = true;
    const parent = pool.use('f:1#a');
    await settle();
    const nested = pool.use('g:1#a', pool.all[0]);

    await pool.started('e2');
    await nested.release();
    await pool.started('e1');

    expect(parent.current()).toBe('e1');
  });

  it('that fail tell the invoke that waits the longest, and the next one is served', async () => {
    pool = new EnvironmentPool({ starting: 1 });
    pool.holdsStarts = true;
    const [first, second] = [pool.use('f:1#a'), pool.use('f:1#a')];
    await settle();

    await pool.failed('e1', new Error('no processes left'));
    await pool.started('e2');

    await expect(first.done).rejects.toThrow('no processes left');
    expect(second.current()).toBe('e2');
    expect(pool.ended).toEqual(['e1']);
  });

  it('that cannot even begin tell the invoke, and take no place', async () => {
    pool = new EnvironmentPool({ active: 1, guaranteed: 0, starting: 1 });
    const broken = pool.environments.with(
      {
        key: 'f:1#a',
        create: () => {
          throw new Error('the code is gone');
        },
      },
      async () => {},
    );

    await expect(broken).rejects.toThrow('the code is gone');
    expect(await pool.once('f:1#a')).toBe('e1');
  });

  it('of code that is old by then serve who asked for it and end', async () => {
    const use = pool.use('f:1#a');
    await settle();
    pool.environments.retire('f:');

    await pool.started('e1');
    expect(use.current()).toBe('e1');
    await use.release();

    expect(pool.ended).toEqual(['e1']);
    expect(pool.made).toHaveLength(1);
  });

  it('end with the world, and what waits for them is told', async () => {
    const [first, second, third] = ['f:1#a', 'f:1#a', 'f:1#a'].map((key) => pool.use(key));
    await settle();

    pool.environments.destroyAll();

    for (const use of [first, second, third]) {
      await expect(use?.done).rejects.toMatchObject({ code: 'ServiceException' });
    }
    expect(pool.ended).toEqual(['e1', 'e2']);
    await pool.started('e1');
    const later = pool.use('f:1#a');
    await pool.started('e3');
    expect(later.current()).toBe('e3');
  });
});
