import { describe, expect, it } from 'vitest';
import type { Environment } from './environment.ts';
import { EnvironmentPool, settle, type Use } from './testing/environment-pool.ts';

/** As many invokes of callers as there may be, all working. */
async function callers(pool: EnvironmentPool, count: number): Promise<{ uses: Use[]; environments: Environment[] }> {
  const uses = Array.from({ length: count }, () => pool.use('caller:1#a'));
  const environments = await Promise.all(uses.map((use) => use.environment()));
  return { uses, environments };
}

describe('an environment that waits for a nested invoke', () => {
  it('does not count: callers that take all places are answered by the function they call', async () => {
    const pool = new EnvironmentPool({ active: 4, guaranteed: 0 });
    const { environments } = await callers(pool, 4);

    const nested = environments.map((environment) => pool.use('called:1#a', environment));

    expect(await Promise.all(nested.map(({ name }) => name))).toHaveLength(4);
  });

  it('is answered before the next caller begins', async () => {
    const pool = new EnvironmentPool({ active: 1, guaranteed: 0 });
    const first = pool.use('f:1#a');
    const waiting = pool.use('f:1#a');

    const nested = pool.use('f:1#a', await first.environment());
    await settle();

    expect([nested.current(), waiting.current()]).toEqual(['e2', undefined]);
  });

  it('counts again when it was answered', async () => {
    const pool = new EnvironmentPool({ active: 2, guaranteed: 0 });
    const { environments } = await callers(pool, 2);
    const nested = pool.use('called:1#a', environments[0]);
    await nested.name;
    await nested.release();

    const other = pool.use('other:1#a');
    await settle();

    expect(other.current()).toBeUndefined();
    expect(pool.ended).toEqual([await nested.name]);
  });

  it('may answer without awaiting it', async () => {
    const pool = new EnvironmentPool({ active: 1, guaranteed: 0 });
    const { uses, environments } = await callers(pool, 1);
    const nested = pool.use('called:1#a', environments[0]);
    await nested.name;
    await uses[0]?.release();
    await nested.release();

    const [first, second] = [pool.use('called:1#a'), pool.use('called:1#a')];
    await settle();

    expect([first.current(), second.current()].filter((name) => name !== undefined)).toHaveLength(1);
  });

  it('is one of a chain of any depth, up to the total', async () => {
    const pool = new EnvironmentPool({ active: 1, guaranteed: 0, total: 10 });
    const chain = [pool.use('f:1#a')];
    for (let depth = 1; depth < 10; depth += 1) chain.push(pool.use('f:1#a', await chain.at(-1)?.environment()));

    const tooDeep = pool.use('f:1#a', await chain.at(-1)?.environment());

    await expect(tooDeep.done).rejects.toMatchObject({
      code: 'TooManyRequestsException',
      status: 429,
      message: expect.stringContaining('all 10 local execution environments are busy'),
    });
    for (const use of chain.reverse()) await use.release();
    expect(pool.ended).toHaveLength(9);
  });

  it('does not refuse what an idle environment can make room for', async () => {
    const pool = new EnvironmentPool({ active: 4, guaranteed: 0, total: 4 });
    await pool.once('idle:1#a');
    const { environments } = await callers(pool, 3);

    const nested = pool.use('called:1#a', environments[0]);

    expect(await nested.name).toBe('e5');
    expect(pool.ended).toEqual(['e1']);
  });

  it('ends with the world like all others', async () => {
    const pool = new EnvironmentPool({ active: 2, guaranteed: 0 });
    const { environments } = await callers(pool, 2);
    await pool.use('called:1#a', environments[0]).name;

    pool.environments.destroyAll();

    expect(pool.ended).toHaveLength(3);
    const uses = [pool.use('f:1#a'), pool.use('f:1#a'), pool.use('f:1#a')];
    await settle();
    expect(uses.filter((use) => use.current() !== undefined)).toHaveLength(2);
  });
});
