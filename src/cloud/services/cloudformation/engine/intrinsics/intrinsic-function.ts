import type { Scope } from './scope.ts';

/** Evaluates a value in which intrinsic functions may occur at any depth. */
export type Evaluate = (value: unknown, scope: Scope) => unknown;

/**
 * One intrinsic function. It is handed `evaluate` and evaluates its own arguments, for `Fn::If` must not evaluate both
 * branches. Throws AWS's ValidationError for arguments that it cannot use.
 */
export type IntrinsicFunction = (argument: unknown, scope: Scope, evaluate: Evaluate) => unknown;
