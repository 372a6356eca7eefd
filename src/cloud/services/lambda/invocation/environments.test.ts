import { beforeEach, describe, expect, it } from 'vitest';
import { Clock } from '../../../kernel/clock.ts';
import type { Environment } from './environment.ts';
import { Environments } from './environments.ts';

let clock: Clock;
let ended: string[];
let made: number;
let environments: Environments;
beforeEach(() => {
  clock = new Clock({ virtual: true });
  ended = [];
  made = 0;
  environments = new Environments(clock, (environment) => ended.push(nameOf(environment)));
});

const names = new WeakMap<Environment, string>();
const nameOf = (environment: Environment): string => names.get(environment) ?? '';

function create(): Environment {
  made += 1;
  // Only what the pool touches.
  const environment = { idleSinceMs: 0, destroy: () => {} } as unknown as Environment;
  names.set(environment, `e${made}`);
  return environment;
}

/** Uses an environment of `key` until `release` is called. */
function use(key: string): { readonly name: Promise<string>; release: () => Promise<void> } {
  let release = () => {};
  let tell: (name: string) => void = () => {};
  const name = new Promise<string>((resolve) => {
    tell = resolve;
  });
  const done = environments.with(
    key,
    create,
    (environment) =>
      new Promise<void>((resolve) => {
        release = resolve;
        tell(nameOf(environment));
      }),
  );
  return {
    name,
    release: async () => {
      release();
      await done;
    },
  };
}

async function once(key: string): Promise<string> {
  const used = use(key);
  const name = await used.name;
  await used.release();
  return name;
}

describe('environments', () => {
  it('are used again, the last one first', async () => {
    const [first, second] = [use('f:1#a'), use('f:1#a')];
    await Promise.all([first.name, second.name]);
    await second.release();
    await first.release();

    expect([await once('f:1#a'), await once('f:1#a')]).toEqual(['e1', 'e1']);
  });

  it('are never shared by versions', async () => {
    expect([await once('f:1#a'), await once('f:2#b')]).toEqual(['e1', 'e2']);
  });

  it('end when they are idle for ten minutes', async () => {
    await once('f:1#a');
    await clock.advance('9m');
    await once('f:1#a');
    await clock.advance('9m');
    expect(ended).toEqual([]);

    await clock.advance('1m');

    expect(ended).toEqual(['e1']);
    expect(await once('f:1#a')).toBe('e2');
  });

  it('end at once when they are retired, busy ones after their invoke', async () => {
    const busy = use('f:1#a');
    await busy.name;
    await once('f:1#a');

    environments.retire('f:1#');

    expect(ended).toEqual(['e2']);
    await busy.release();
    expect(ended).toEqual(['e2', 'e1']);
    expect(await once('f:1#a')).toBe('e3');
  });

  it('are limited in number: the longest idle makes room, then invokes wait', async () => {
    const idle = await once('g:1#a');
    const uses = Array.from({ length: 64 }, () => use('f:1#a'));
    await Promise.all(uses.map(({ name }) => name));
    expect(ended).toEqual([idle]);
    const waiting = use('f:1#a');

    await uses[0]?.release();

    expect(await waiting.name).toBe(await uses[0]?.name);
  });

  it('are all ended with the world, and who waits is told', async () => {
    const uses = Array.from({ length: 64 }, () => use('f:1#a'));
    await Promise.all(uses.map(({ name }) => name));
    const waiting = environments.with('f:1#a', create, async () => {});

    environments.destroyAll();

    await expect(waiting).rejects.toMatchObject({ name: 'ServiceException' });
    expect(ended).toHaveLength(64);
  });
});
