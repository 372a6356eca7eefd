import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collection } from './collection.ts';
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
