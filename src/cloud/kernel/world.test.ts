import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change } from './change.ts';
import { Collection } from './collection.ts';
import type { Work } from './entangled.ts';
import { World } from './world.ts';

const quiet = (): void => {};

describe('a collection', () => {
  it('iterates within bounds, in both directions', () => {
    const collection = new Collection<number>('c', quiet);
    for (const [index, key] of ['a', 'b', 'c', 'd', 'e'].entries()) collection.set(key, index);

    expect([...collection.keys()]).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect([...collection.keys({ from: 'b', to: 'd' })]).toEqual(['b', 'c', 'd']);
    expect([...collection.keys({ after: 'b', before: 'd' })]).toEqual(['c']);
    expect([...collection.keys({ from: 'b', to: 'd', reverse: true })]).toEqual(['d', 'c', 'b']);
    expect([...collection.keys({ after: 'b', before: 'd', reverse: true })]).toEqual(['c']);
    expect([...collection.keys({ before: 'zz', reverse: true })]).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect([...collection.keys({ after: 'bb' })]).toEqual(['c', 'd', 'e']);
  });

  it('behaves like a sorted map, whatever is done to it and however often it is rewound', () => {
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('set' as const), key: fc.string({ maxLength: 3 }), value: fc.nat() }),
      fc.record({ kind: fc.constant('delete' as const), key: fc.string({ maxLength: 3 }) }),
      fc.record({ kind: fc.constant('checkpoint' as const) }),
      fc.record({ kind: fc.constant('rewind' as const) }),
    );
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        const collection = new Collection<number>('c', quiet);
        let model = new Map<string, number>();
        let saved = { checkpoint: collection.checkpoint(), model: new Map<string, number>() };
        for (const step of operations) {
          if (step.kind === 'set') {
            collection.set(step.key, step.value);
            model.set(step.key, step.value);
          } else if (step.kind === 'delete') {
            expect(collection.delete(step.key)).toBe(model.delete(step.key));
          } else if (step.kind === 'checkpoint') {
            saved = { checkpoint: collection.checkpoint(), model: new Map(model) };
          } else {
            collection.rewind(saved.checkpoint);
            model = new Map(saved.model);
          }
        }
        const sorted = [...model].sort(([a], [b]) => (a < b ? -1 : 1));
        expect([...collection.entries()]).toEqual(sorted);
        expect([...collection.entries({ reverse: true })]).toEqual(sorted.toReversed());
        expect(collection.size).toBe(model.size);
      }),
    );
  });
});

describe('a world', () => {
  it('puts a snapshot back, with collections made and dropped since', () => {
    const world = new World();
    const scope = world.scope('dynamodb', '000000000000', 'us-east-1');
    const items = scope.collection<number>('items');
    items.set('a', 1);
    const snapshot = world.snapshot();

    items.set('b', 2);
    scope.drop('items');
    scope.collection<number>('others').set('c', 3);
    world.restore(snapshot);

    expect([...scope.collection<number>('items').entries()]).toEqual([['a', 1]]);
    expect(scope.collection('others').size).toBe(0);
  });

  it('names the collections of a service, also behind drops that were taken back', () => {
    const world = new World();
    const scope = world.scope('sqs', '000000000000', 'us-east-1');
    scope.collection('queues').set('a', 1);
    scope.collection('messages').set('b', 2);
    world.scope('sqsish', '000000000000', 'us-east-1').collection('others');

    scope.drop('messages');
    expect(world.names('sqs/')).toEqual(['sqs/000000000000/us-east-1/queues']);
    expect(() =>
      world.attempt(() => {
        scope.drop('queues');
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(world.names('sqs/000000000000/us-east-1/q')).toEqual(['sqs/000000000000/us-east-1/queues']);
    expect(world.names('s')).toHaveLength(2);
    expect(world.names('absent/')).toEqual([]);
  });

  it('forks without either side seeing the other', () => {
    const world = new World();
    world.collection('c').set('shared', 1);

    const fork = world.fork();
    fork.collection('c').set('only fork', 2);
    world.collection('c').set('only world', 3);

    expect([...world.collection('c').keys()]).toEqual(['only world', 'shared']);
    expect([...fork.collection('c').keys()]).toEqual(['only fork', 'shared']);
  });

  it('hands all changes of a request to the log as one record, also after a failed write', () => {
    const world = new World();
    const records: unknown[][] = [];
    let isDiskFull = true;
    world.attach({
      append: (changes) => {
        if (isDiskFull) throw new Error('disk full');
        records.push([...changes]);
      },
      replace: quiet,
    });
    world.collection('c').set('a', 1);
    world.collection('c').set('b', 2);

    expect(() => world.commit()).toThrow('disk full');
    isDiskFull = false;
    world.commit();
    world.commit();

    expect(records).toEqual([
      [
        { collection: 'c', key: 'a', value: 1 },
        { collection: 'c', key: 'b', value: 2 },
      ],
    ]);
  });

  it('keeps accounts and regions apart', () => {
    const world = new World();

    world.scope('sqs', '111111111111', 'us-east-1').collection('queues').set('q', 1);

    expect(world.scope('sqs', '222222222222', 'us-east-1').collection('queues').size).toBe(0);
    expect(world.scope('sqs', '111111111111', 'eu-west-1').collection('queues').size).toBe(0);
  });
});

/** A world whose log takes nothing while it is full. */
function worldWithLog() {
  const world = new World();
  const log = { isFull: false, records: [] as (readonly unknown[])[] };
  world.attach({
    append: (changes) => {
      if (log.isFull) throw new Error('disk full');
      log.records.push(changes);
    },
    replace: () => {
      if (log.isFull) throw new Error('disk full');
    },
  });
  return { world, log, things: world.collection<number>('things') };
}

describe('what cannot be written down', () => {
  it('is undone: what was set, deleted and dropped is as it was, for whoever holds the collection too', () => {
    const { world, log, things } = worldWithLog();
    const dropped = world.collection<number>('dropped');
    things.set('a', 1);
    dropped.set('x', 1);
    world.commit();
    const { drops } = world.scope('any', '000000000000', 'us-east-1');
    log.isFull = true;
    const work: Work = {};

    world.doing(work, () => {
      things.set('a', 2);
      things.set('b', 2);
      things.delete('a');
      dropped.set('y', 2);
      world.drop('dropped');
      world.collection('dropped').set('z', 3);
    });
    expect(() => world.commit(work)).toThrow('disk full');

    expect([...things.entries()]).toEqual([['a', 1]]);
    expect([...dropped.entries()]).toEqual([['x', 1]]);
    expect(world.collection('dropped')).toBe(dropped);
    expect(world.scope('any', '000000000000', 'us-east-1').drops).toBeGreaterThan(drops);
    log.isFull = false;
    world.commit();
    expect(log.records).toHaveLength(1);
  });

  it('takes with it what others built on it, and they are told at their own commit', async () => {
    const { world, log, things } = worldWithLog();
    const [first, second, third]: [Work, Work, Work] = [{}, {}, {}];
    things.set('counter', 1);
    world.commit();
    log.isFull = true;

    world.doing(first, () => things.set('counter', 2));
    await world.doing(second, async () => {
      things.set('of the second', 1);
      await Promise.resolve();
      things.set('counter', 3);
    });
    world.doing(third, () => things.set('of the third', 1));
    expect(() => world.commit(first)).toThrow('disk full');
    expect([...things.entries()]).toEqual([
      ['counter', 1],
      ['of the third', 1],
    ]);

    log.isFull = false;
    world.doing(second, () => things.set('later', 1));
    expect(() => world.commit(second)).toThrow('disk full');
    world.commit(third);

    expect(log.records.at(-1)).toEqual([{ collection: 'things', key: 'of the third', value: 1 }]);
    expect([...things.keys()]).toEqual(['counter', 'of the third']);
  });

  it('is no concern of a call that changed nothing', () => {
    const { world, log, things } = worldWithLog();
    log.isFull = true;
    things.set('of a timer', 1);

    world.commit({});

    log.isFull = false;
    world.commit({});
    expect(log.records).toEqual([[{ collection: 'things', key: 'of a timer', value: 1 }]]);
  });

  it('leaves the old world where a snapshot cannot be written down', () => {
    const { world, log, things } = worldWithLog();
    const empty = world.snapshot();
    things.set('a', 1);
    log.isFull = true;

    expect(() => world.restore(empty)).toThrow('disk full');

    expect([...things.entries()]).toEqual([['a', 1]]);
    log.isFull = false;
    world.commit();
    expect(log.records).toHaveLength(1);
  });
});

describe('an attempt', () => {
  it.each([true, false])('undoes what it changed when it throws, and nothing else (log: %s)', (hasLog) => {
    const { world, things, log } = hasLog ? worldWithLog() : withoutLog();
    things.set('before', 1);

    const attempt = () =>
      world.attempt(() => {
        things.set('before', 2);
        expect(() =>
          world.attempt(() => {
            things.set('inner', 1);
            throw new Error('the inner one');
          }),
        ).toThrow('the inner one');
        expect([...things.keys()]).toEqual(['before']);
        world.drop('things');
        throw new Error('the outer one');
      });

    expect(attempt).toThrow('the outer one');
    expect([...things.entries()]).toEqual([['before', 1]]);
    expect(world.attempt(() => things.set('kept', 1))).toBeUndefined();
    world.commit();
    expect(things.get('kept')).toBe(1);
    if (hasLog) expect(log.records).toHaveLength(1);
  });

  it('takes back by further changes what a call in its midst has committed', () => {
    const { world, log, things } = worldWithLog();
    const dropped = world.collection<number>('dropped');
    things.set('a', 1);
    dropped.set('x', 1);
    world.commit();

    const attempt = () =>
      world.attempt(() => {
        things.set('a', 2);
        things.set('b', 2);
        world.drop('dropped');
        world.commit();
        things.set('a', 3);
        things.set('c', 3);
        throw new Error('refused');
      });

    expect(attempt).toThrow('refused');
    world.commit();
    expect([...things.entries()]).toEqual([['a', 1]]);
    expect([...world.collection('dropped').entries()]).toEqual([['x', 1]]);
    expect(replayed(log.records as Change[][])).toEqual({ things: { a: 1 }, dropped: { x: 1 } });
  });
});

/** What the world is after a restart, by its log. */
function replayed(records: readonly (readonly Change[])[]): Record<string, Record<string, unknown>> {
  const again = new World();
  for (const { collection, key, value } of records.flat()) {
    if (key === undefined) again.drop(collection);
    else if (value === undefined) again.collection(collection).delete(key);
    else again.collection(collection).set(key, value);
  }
  return Object.fromEntries(again.names().map((name) => [name, Object.fromEntries(again.collection(name).entries())]));
}

function withoutLog(): ReturnType<typeof worldWithLog> {
  const world = new World();
  return { world, log: { isFull: false, records: [] }, things: world.collection<number>('things') };
}

describe('a dropped collection', () => {
  it('is empty for whoever still holds it, and has nothing to do with a later one of its name', () => {
    const world = new World();
    const held = world.collection<number>('c');
    held.set('a', 1);

    world.drop('c');
    world.collection<number>('c').set('b', 2);

    expect([...held.keys()]).toEqual([]);
    expect([...world.collection('c').keys()]).toEqual(['b']);
  });
});
