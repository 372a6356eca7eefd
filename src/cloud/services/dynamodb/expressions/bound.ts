import type { AttributeValue } from '../values/attribute-value.ts';
import type { Comparator } from './ast.ts';
import type { DocumentPath } from './paths.ts';

/*
 * Expressions whose placeholders are resolved and whose operands are checked: what can be evaluated. Legacy parameters
 * become the same.
 */

/** A value in the item, a value of the request, or the size of either. */
export type BoundOperand =
  | { readonly kind: 'path'; readonly path: DocumentPath }
  | { readonly kind: 'literal'; readonly value: AttributeValue }
  | { readonly kind: 'size'; readonly operand: BoundOperand };

/** What `isTrue` evaluates. Functions have become kinds: their arity and types are checked. */
export type BoundCondition =
  | { readonly kind: 'and' | 'or'; readonly items: readonly BoundCondition[] }
  | { readonly kind: 'not'; readonly item: BoundCondition }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparator;
      readonly left: BoundOperand;
      readonly right: BoundOperand;
    }
  | {
      readonly kind: 'between';
      readonly operand: BoundOperand;
      readonly lower: BoundOperand;
      readonly upper: BoundOperand;
    }
  | { readonly kind: 'in'; readonly operand: BoundOperand; readonly candidates: readonly BoundOperand[] }
  | { readonly kind: 'exists' | 'missing'; readonly path: DocumentPath }
  | { readonly kind: 'type'; readonly operand: BoundOperand; readonly type: string }
  | { readonly kind: 'begins_with' | 'contains'; readonly operand: BoundOperand; readonly part: BoundOperand };

/** What SET assigns. */
export type BoundExpression =
  | { readonly kind: 'path'; readonly path: DocumentPath }
  | { readonly kind: 'literal'; readonly value: AttributeValue }
  | { readonly kind: 'if_not_exists'; readonly path: DocumentPath; readonly fallback: BoundExpression }
  | { readonly kind: 'list_append'; readonly left: BoundExpression; readonly right: BoundExpression }
  | {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-';
      readonly left: BoundExpression;
      readonly right: BoundExpression;
    };

/** What happens at one path; the path itself is in the tree of the update. */
export type BoundAction =
  | { readonly kind: 'SET'; readonly expression: BoundExpression }
  | { readonly kind: 'REMOVE' }
  /** `isLegacy`: of `AttributeUpdates`, which have a complaint of their own. */
  | { readonly kind: 'ADD' | 'DELETE'; readonly value: AttributeValue; readonly isLegacy?: true };
