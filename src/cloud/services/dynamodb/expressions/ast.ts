/** One step of a document path as it was written: a name, a `#placeholder` or a list index. */
export type Step = string | number;

/** A document path as written: `a.#b[3]`. */
export interface Path {
  readonly kind: 'path';
  readonly steps: readonly Step[];
}

/** A placeholder of `ExpressionAttributeValues`; expressions have no literals. */
export interface ValueRef {
  readonly kind: 'value';
  /** With its colon. */
  readonly name: string;
}

/** Any name with parentheses; whether there is such a function is decided by the parser that meets it. */
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

/** Whatever has a value once an item is there. */
export type Operand = Path | ValueRef | FunctionCall | Arithmetic;

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** What is true or false of an item. Chains of AND and OR are one node, so that depth does not grow with length. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly items: readonly Condition[] }
  | { readonly kind: 'not'; readonly item: Condition }
  | { readonly kind: 'comparison'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly operand: Operand; readonly lower: Operand; readonly upper: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | FunctionCall;

/** One action of an update expression, in the order of the text. */
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
