/** A template as it was parsed. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | Reference
  | { readonly kind: 'set'; readonly target: Reference; readonly value: Expression }
  | { readonly kind: 'if'; readonly branches: readonly Branch[] }
  | { readonly kind: 'foreach'; readonly name: string; readonly items: Expression; readonly body: readonly Node[] }
  | { readonly kind: 'define'; readonly name: string; readonly body: readonly Node[] }
  | {
      readonly kind: 'macro';
      readonly name: string;
      readonly parameters: readonly string[];
      readonly body: readonly Node[];
    }
  | {
      readonly kind: 'macroCall';
      readonly name: string;
      readonly args: readonly Expression[];
      /** Of `#@name`: what `$bodyContent` renders. */
      readonly body: readonly Node[] | undefined;
      /** As written, for a name that is no macro: then it is text. */
      readonly source: string;
    }
  | { readonly kind: 'evaluate'; readonly value: Expression }
  | { readonly kind: 'stop' }
  | { readonly kind: 'break' };

/** Without a condition: `#else`. */
export interface Branch {
  readonly condition: Expression | undefined;
  readonly body: readonly Node[];
}

export interface Reference {
  readonly kind: 'reference';
  readonly name: string;
  readonly steps: readonly Step[];
  /** As written, with the backslashes ahead: an escaped reference is shown as it is. */
  readonly source: string;
  /** How many backslashes stand ahead of the dollar sign. */
  readonly escapes: number;
}

export type Step =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'method'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'index'; readonly index: Expression };

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||';

export type Expression =
  | Reference
  | { readonly kind: 'literal'; readonly value: string | number | bigint | boolean | null }
  | { readonly kind: 'double'; readonly value: number }
  /** A text in double quotes with references or directives in it. */
  | { readonly kind: 'interpolation'; readonly nodes: readonly Node[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'range'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    };
