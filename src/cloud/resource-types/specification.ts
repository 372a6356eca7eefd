import { lazy } from '../kernel/lazy.ts';

/**
 * `spec.json`: AWS's resource specification, compact. Made by `scripts/generate-resource-spec.ts`; letters instead of
 * names keep the shipped file small.
 */
export type Specification = Readonly<Record<string, TypeSpecification>>;

/** What AWS says of one resource type. */
export interface TypeSpecification {
  /** Properties. */
  readonly p: Readonly<Record<string, PropertySpecification>>;
  /** Definitions of nested types, by name. */
  readonly d?: Readonly<Record<string, Readonly<Record<string, PropertySpecification>>>>;
  /** Attributes of `Fn::GetAtt`. */
  readonly a?: readonly string[];
  /** Paths of further properties whose change replaces the resource. */
  readonly r?: readonly (readonly string[])[];
}

/** What AWS says of one property, of a type or of a nested definition. */
export interface PropertySpecification {
  readonly t: ValueType;
  /** Required. */
  readonly q?: 1;
  /** A change replaces the resource always (`r`), or perhaps (`m`). */
  readonly u?: 'r' | 'm';
}

/** String, number, boolean, JSON of any kind, tag; list of, map of; a definition by name. */
export type ValueType = 's' | 'n' | 'b' | 'j' | 't' | readonly ['l' | 'm', ValueType] | readonly ['d', string];

/** The specification, read when the first template is worked on: a cloud without stacks does not pay for it. */
export const loadSpecification = lazy(
  (): Promise<Specification> =>
    import('./spec.json', { with: { type: 'json' } }).then(
      // Without a prototype: a template may call a type `constructor`.
      (module) => Object.assign(Object.create(null), module.default) as Specification,
    ),
);
