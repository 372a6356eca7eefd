import type { Value } from '../values.ts';

/** A method of Java's: undefined for arguments that it does not take. */
export type Method<On> = (on: On, args: readonly Value[]) => Value | undefined;
