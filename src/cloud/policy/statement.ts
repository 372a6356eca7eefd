/**
 * The IAM policy language, normalised: lists are lists, names of condition keys are in lower case, and what is absent is
 * undefined. Every value is immutable.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface Policy {
  readonly version: PolicyVersion;
  readonly id?: string;
  readonly statements: readonly Statement[];
}

/** Variables are read in `2012-10-17` alone; a policy without a version is of 2008. */
export type PolicyVersion = '2008-10-17' | '2012-10-17';

export type Effect = 'Allow' | 'Deny';

export interface Statement {
  readonly sid?: string;
  readonly effect: Effect;
  readonly principals?: Principals;
  readonly notPrincipals?: Principals;
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** All of them must hold. */
  readonly conditions: readonly Condition[];
}

/** `*` is everybody, services and anonymous callers included. */
export type Principals = '*' | Readonly<Record<PrincipalType, readonly string[]>>;

export const principalTypes = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;
export type PrincipalType = (typeof principalTypes)[number];

/** One key under one operator: `{ "ForAnyValue:StringLikeIfExists": { key: [values] } }`. */
export interface Condition {
  /** Without set operator and `IfExists`: `StringLike`. */
  readonly operator: string;
  readonly set?: 'ForAllValues' | 'ForAnyValue';
  readonly ifExists: boolean;
  /** In lower case: names of keys are not case-sensitive. */
  readonly key: string;
  /** One of them must match (of a negated operator: none may). */
  readonly values: readonly string[];
}
