import { describe, expect, it } from 'vitest';
import { World } from '../world.ts';
import { usualFaults } from './fault-model.ts';
import type { FaultTarget } from './faults.ts';
import { PreviousVersions } from './previous-versions.ts';

const write = {
  service: 'dynamodb',
  operation: 'PutItem',
  resource: 'Orders',
  model: { ...usualFaults, hasEventualReads: true },
} as unknown as FaultTarget;

describe('the world as it was before a write', () => {
  it('has what was there, whenever it is asked for, and is the same one until the next write', () => {
    const world = new World();
    const items = world.collection<string>('items');
    items.set('a', 'old');
    const versions = new PreviousVersions(world);
    versions.note(write);
    items.set('a', 'new');
    items.set('b', 'new');

    const before = versions.before(write);

    expect([...(before?.collection('items').entries() ?? [])]).toEqual([['a', 'old']]);
    expect(versions.before(write)).toBe(before);
    versions.note(write);
    expect(versions.before(write)?.collection('items').get('a')).toBe('new');
  });
});
