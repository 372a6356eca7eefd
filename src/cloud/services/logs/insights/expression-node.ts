/** What a field or an expression can be; undefined where an event has no such field. */
export type Value = string | number | boolean | undefined;

/** An expression as a tree. */
export type ExpressionNode =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'star' }
  | { readonly kind: 'regex'; readonly regex: RegExp }
  | { readonly kind: 'not'; readonly operand: ExpressionNode }
  | { readonly kind: 'in'; readonly operand: ExpressionNode; readonly items: readonly ExpressionNode[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly ExpressionNode[] }
  | { readonly kind: 'duration'; readonly ms: number }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    };

/** An expression with the name that its column has. */
export interface Named {
  readonly name: string;
  readonly node: ExpressionNode;
}

/** One command of a query, in its order. */
export type Command =
  | { readonly kind: 'fields' | 'display'; readonly columns: readonly Named[] }
  | { readonly kind: 'filter'; readonly condition: ExpressionNode }
  | { readonly kind: 'stats'; readonly columns: readonly Named[]; readonly by: readonly Named[] }
  | { readonly kind: 'sort'; readonly by: readonly { readonly node: ExpressionNode; readonly isDescending: boolean }[] }
  | { readonly kind: 'limit'; readonly count: number }
  | { readonly kind: 'dedup'; readonly columns: readonly Named[] }
  | {
      readonly kind: 'parse';
      readonly source: ExpressionNode;
      readonly regex: RegExp;
      readonly names: readonly string[];
    };
