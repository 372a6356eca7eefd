/** One step of a document path as it was written: a name, a `#placeholder` or a list index. */
export type Step = string | number;

export interface Path {
  readonly kind: 'path';
  readonly steps: readonly Step[];
}

export interface ValueRef {
  readonly kind: 'value';
  /** With its colon. */
  readonly name: string;
}

export interface FunctionCall {
  readonly kind: 'function';
  readonly name: string;
  readonly args: readonly Operand[];
}

/** `+` and `-` of update expressions. */
export interface Arithmetic {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-';
  readonly left: Operand;
  readonly right: Operand;
}

export type Operand = Path | ValueRef | FunctionCall | Arithmetic;

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly items: readonly Condition[] }
  | { readonly kind: 'not'; readonly item: Condition }
  | { readonly kind: 'comparison'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly operand: Operand; readonly lower: Operand; readonly upper: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | FunctionCall;

export type UpdateAction =
  | { readonly kind: 'SET'; readonly path: Path; readonly operand: Operand }
  | { readonly kind: 'REMOVE'; readonly path: Path }
  | { readonly kind: 'ADD' | 'DELETE'; readonly path: Path; readonly value: ValueRef };

/** A parsed expression with the placeholders that it mentions. */
export interface Parsed<T> {
  readonly ast: T;
  /** With their `#`. */
  readonly names: ReadonlySet<string>;
  /** With their `:`. */
  readonly values: ReadonlySet<string>;
  /** First steps of all document paths. */
  readonly heads: ReadonlySet<string>;
  /** First steps of those paths that go on. */
  readonly nestedHeads: ReadonlySet<string>;
}
