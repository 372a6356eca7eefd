import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { registry } from './registry.ts';
import { isCompared } from './service-kit/explored-state.ts';

const folders = new URL('./services/', import.meta.url);

describe.each(registry.map((service) => [service.name, service] as const))('%s', (name, service) => {
  const { title, faults, resourceOf, exploredState, resources = {}, stateOf, dataPlanes = [] } = service;

  it('says what AWS calls it, and which thing a call addresses', () => {
    expect(title).not.toBe('');
    expect(resourceOf).toBeTypeOf('function');
    expect(resourceOf?.('AnyOperation', {})).toBeUndefined();
  });

  it('says how its calls fail', () => {
    expect(faults.failure).toMatchObject({ code: expect.stringMatching(/^\w+$/), status: expect.any(Number) });
    expect(faults.failure.status).toBeGreaterThanOrEqual(500);
    expect(faults.throttle).toMatchObject({ code: expect.stringMatching(/^\w+$/), status: expect.any(Number) });
  });

  it('says how its state is compared, or why it is not', () => {
    if (!isCompared(exploredState)) {
      expect(exploredState.none.split(' ').length).toBeGreaterThan(3);
      return;
    }
    expect(exploredState.nameOf('plain')).toBe('plain');
    // Things are made by stacks, and stacks' resources are found by their types.
    expect(exploredState.resourceTypes.some((type) => Object.hasOwn(resources, type))).toBe(true);
    expect(existsSync(new URL(`${stateOf ?? name}/explored-state.ts`, folders))).toBe(true);
  });

  it('has data planes that can fail, if reports give them a name', () => {
    for (const plane of dataPlanes) if (plane.shortName !== undefined) expect(plane.faults).toBeDefined();
  });
});

describe('the registry', () => {
  it('has every folder of services/', () => {
    const known = new Set(registry.map(({ name, stateOf }) => stateOf ?? name));

    expect(readdirSync(folders).filter((folder) => !known.has(folder))).toEqual([]);
  });

  it('has no two kinds of things, and no two names in reports, that are the same', () => {
    // Rows of state stand below their kind. APIs have none: HTTP and REST APIs are one kind, from which clients choose by name.
    const kinds = registry.flatMap(({ exploredState }) => ('none' in exploredState ? [] : (exploredState.kind ?? [])));
    const names = registry.flatMap(({ name, exploredState, dataPlanes = [] }) => [
      exploredState.shortName ?? name,
      ...dataPlanes.map((plane) => plane.shortName ?? plane.name),
    ]);

    expect(new Set(kinds).size).toBe(kinds.length);
    expect(new Set(names).size).toBe(names.length);
  });
});
