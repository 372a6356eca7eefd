import type { Scalar } from './value-test.ts';

/** Which element of which array a field is within, from the innermost outwards; arrays are numbered per event. */
export interface Membership {
  readonly array: number;
  readonly index: number;
  readonly outer: Membership | undefined;
}

export interface Field {
  readonly value: Scalar;
  readonly within: Membership | undefined;
}

/** The leaves of an event by their paths; a path has several within arrays. */
export type EventFields = ReadonlyMap<string, readonly Field[]>;

/** As Jackson reads: what lies deeper is not looked at. */
const depthMax = 1000;

/** The keys that lead to these paths: others are not followed. */
export function stepsOf(paths: Iterable<string>): ReadonlySet<string> {
  return new Set([...paths].flatMap((path) => path.split('.')));
}

/** Reads the leaves whose keys are all among the steps. */
export function eventFields(event: unknown, steps: { has(step: string): boolean }): EventFields {
  const fields = new Map<string, Field[]>();
  let arrays = 0;
  const isUsed = (key: string): boolean =>
    steps.has(key) || (key.includes('.') && key.split('.').every((step) => steps.has(step)));

  function visit(value: unknown, path: string | undefined, within: Membership | undefined, depth: number): void {
    if (typeof value !== 'object' || value === null) {
      if (path === undefined || !isScalar(value)) return;
      const found = fields.get(path);
      if (found) found.push({ value, within });
      else fields.set(path, [{ value, within }]);
    } else if (depth < depthMax) {
      if (Array.isArray(value)) visitArray(value, path, within, depth);
      else visitObject(value, path, within, depth);
    }
  }

  function visitArray(
    list: readonly unknown[],
    path: string | undefined,
    within: Membership | undefined,
    depth: number,
  ): void {
    const array = arrays;
    arrays += 1;
    for (const [index, element] of list.entries()) {
      const isStructure = typeof element === 'object' && element !== null;
      visit(element, path, isStructure ? { array, index, outer: within } : within, depth + 1);
    }
  }

  function visitObject(value: object, path: string | undefined, within: Membership | undefined, depth: number): void {
    for (const key of Object.keys(value)) {
      if (!isUsed(key)) continue;
      const below = (value as Readonly<Record<string, unknown>>)[key];
      visit(below, path === undefined ? key : `${path}.${key}`, within, depth + 1);
    }
  }

  visit(event, undefined, undefined, 0);
  return fields;
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
