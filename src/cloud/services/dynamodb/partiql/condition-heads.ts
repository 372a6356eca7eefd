import type { BoundCondition, BoundOperand } from '../expressions/bound.ts';

/** The attributes of an item that a condition looks into. */
export function conditionHeads(condition: BoundCondition | undefined, heads = new Set<string>()): ReadonlySet<string> {
  if (!condition) return heads;
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const item of condition.items) conditionHeads(item, heads);
      return heads;
    case 'not':
      return conditionHeads(condition.item, heads);
    case 'exists':
    case 'missing':
      return heads.add(String(condition.path[0]));
    default:
      for (const operand of operandsOf(condition)) addHead(operand, heads);
      return heads;
  }
}

type Predicate = Exclude<BoundCondition, { readonly kind: 'and' | 'or' | 'not' | 'exists' | 'missing' }>;

function operandsOf(condition: Predicate): readonly BoundOperand[] {
  switch (condition.kind) {
    case 'comparison':
      return [condition.left, condition.right];
    case 'between':
      return [condition.operand, condition.lower, condition.upper];
    case 'in':
      return [condition.operand, ...condition.candidates];
    case 'type':
      return [condition.operand];
    default:
      return [condition.operand, condition.part];
  }
}

function addHead(operand: BoundOperand, heads: Set<string>): void {
  if (operand.kind === 'path') heads.add(String(operand.path[0]));
  if (operand.kind === 'size') addHead(operand.operand, heads);
}
