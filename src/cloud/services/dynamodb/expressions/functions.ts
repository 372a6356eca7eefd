/*
 * The functions of each kind of expression; one that is used in the wrong kind is told apart from one that is none.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */

/** Of condition, filter and key condition expressions; `size` has a value, all others are true or false. */
export const conditionFunctions: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
  'size',
]);

/** Of the values that SET assigns. */
export const updateFunctions: ReadonlySet<string> = new Set(['if_not_exists', 'list_append']);
