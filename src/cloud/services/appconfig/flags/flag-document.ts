/** What a flag says of itself, as users and AWS write it. */
export interface FlagDefinition {
  readonly attributes?: Readonly<Record<string, { readonly constraints?: Constraints }>>;
  readonly _createdAt?: string;
}

export interface Constraints {
  readonly type: 'array' | 'boolean' | 'number' | 'string';
  readonly required?: boolean;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly elements?: Constraints;
}

export interface Variant {
  readonly name: string;
  readonly enabled: boolean;
  readonly rule?: string;
  readonly attributeValues?: Readonly<Record<string, unknown>>;
}

/** `enabled`, `_variants` and the values of attributes. */
export type FlagValue = Readonly<Record<string, unknown>> & {
  readonly enabled?: boolean;
  readonly _variants?: readonly Variant[];
};

/** The content of a profile of feature flags. */
export interface FlagDocument {
  readonly version: string;
  readonly flags?: Readonly<Record<string, FlagDefinition>>;
  readonly values?: Readonly<Record<string, FlagValue>>;
}

/** The values of attributes among the members of a flag's value. */
export const attributesIn = (value: FlagValue): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'enabled' && !key.startsWith('_')));
