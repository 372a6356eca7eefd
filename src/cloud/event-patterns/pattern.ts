import type { ValueTest } from './value-test.ts';

/** Of one field, named by the path of its keys with dots between: one of the tests must pass. */
export interface FieldTests {
  readonly path: string;
  readonly tests: readonly ValueTest[];
}

/** All fields must pass. In the order of their paths, as AWS looks at them. */
export type Alternative = readonly FieldTests[];

/** One alternative must match: `$or` is multiplied out. */
export type Pattern = readonly Alternative[];
