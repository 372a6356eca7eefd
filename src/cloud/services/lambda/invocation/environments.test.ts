import { beforeEach, describe, expect, it } from 'vitest';
import { EnvironmentPool } from './testing/environment-pool.ts';

let pool: EnvironmentPool;
beforeEach(() => {
  pool = new EnvironmentPool();
});

describe('environments', () => {
  it('are used again, the last one first', async () => {
    const [first, second] = [pool.use('f:1#a'), pool.use('f:1#a')];
    await Promise.all([first.name, second.name]);
    await second.release();
    await first.release();

    expect([await pool.once('f:1#a'), await pool.once('f:1#a')]).toEqual(['e1', 'e1']);
  });

  it('are never shared by versions', async () => {
    expect([await pool.once('f:1#a'), await pool.once('f:2#b')]).toEqual(['e1', 'e2']);
  });

  it('end when they are idle for ten minutes', async () => {
    await pool.once('f:1#a');
    await pool.clock.advance('9m');
    await pool.once('f:1#a');
    await pool.clock.advance('9m');
    expect(pool.ended).toEqual([]);

    await pool.clock.advance('1m');

    expect(pool.ended).toEqual(['e1']);
    expect(await pool.once('f:1#a')).toBe('e2');
  });

  it('end at once when they are retired, busy ones after their invoke', async () => {
    const busy = pool.use('f:1#a');
    await busy.name;
    await pool.once('f:1#a');

    pool.environments.retire('f:1#');

    expect(pool.ended).toEqual(['e2']);
    await busy.release();
    expect(pool.ended).toEqual(['e2', 'e1']);
    expect(await pool.once('f:1#a')).toBe('e3');
  });

  it('are limited in number: the longest idle makes room, then invokes wait', async () => {
    const idle = await pool.once('g:1#a');
    const uses = Array.from({ length: 64 }, () => pool.use('f:1#a'));
    await Promise.all(uses.map(({ name }) => name));
    expect(pool.ended).toEqual([idle]);
    const waiting = pool.use('f:1#a');

    await uses[0]?.release();

    expect(await waiting.name).toBe(await uses[0]?.name);
  });

  it('are all ended with the world, and who waits is told', async () => {
    const uses = Array.from({ length: 64 }, () => pool.use('f:1#a'));
    await Promise.all(uses.map(({ name }) => name));
    const waiting = pool.use('f:1#a').done;

    pool.environments.destroyAll();

    await expect(waiting).rejects.toMatchObject({
      name: 'ServiceException',
      message: expect.stringContaining('reset or closed while'),
    });
    expect(pool.ended).toHaveLength(64);
  });
});
