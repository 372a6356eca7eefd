import { whereWithoutKey } from '../errors/partiql-errors.ts';
import type { BoundCondition, BoundOperand } from '../expressions/bound.ts';
import type { KeyElement, Table } from '../state.ts';
import type { KeyPredicate } from '../validation/conditions.ts';
import { type AttributeValue, type Item, own, setOwn } from '../values/attribute-value.ts';

/** The conditions that must all hold. */
export function conjunctsOf(where: BoundCondition | undefined): readonly BoundCondition[] {
  if (!where) return [];
  return where.kind === 'and' ? where.items.flatMap(conjunctsOf) : [where];
}

/** What a conjunct demands of one attribute as a key: a value, several, or a range of values. */
export interface KeyDemand {
  readonly name: string;
  readonly predicate: KeyPredicate | { readonly operator: 'in'; readonly values: readonly AttributeValue[] };
}

const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' } as const;

/** Undefined for conjuncts that no key could answer. */
export function demandOf(condition: BoundCondition): KeyDemand | undefined {
  switch (condition.kind) {
    case 'comparison': {
      const { operator, left, right } = condition;
      if (operator === '<>') return undefined;
      const direct = demand(left, right, (value) => ({ operator, value }));
      return direct ?? demand(right, left, (value) => ({ operator: mirrored[operator], value }));
    }
    case 'begins_with':
      return demand(condition.operand, condition.part, (value) => ({ operator: 'begins_with', value }));
    case 'between': {
      const { operand, lower, upper } = condition;
      const name = nameOf(operand);
      if (name === undefined || lower.kind !== 'literal' || upper.kind !== 'literal') return undefined;
      return { name, predicate: { operator: 'between', lower: lower.value, upper: upper.value } };
    }
    case 'in': {
      const name = nameOf(condition.operand);
      const values = condition.candidates.flatMap((each) => (each.kind === 'literal' ? [each.value] : []));
      if (name === undefined || values.length < condition.candidates.length) return undefined;
      return { name, predicate: { operator: 'in', values } };
    }
    case 'or':
      return demandOfAlternatives(condition.items);
    default:
      return undefined;
  }
}

/** `id = 1 OR id = 2` is `id IN [1, 2]`. */
function demandOfAlternatives(items: readonly BoundCondition[]): KeyDemand | undefined {
  const values: AttributeValue[] = [];
  let name: string | undefined;
  for (const item of items) {
    const found = demandOf(item);
    if (!found || (name !== undefined && found.name !== name)) return undefined;
    name = found.name;
    if (found.predicate.operator === '=') values.push(found.predicate.value);
    else if (found.predicate.operator === 'in') values.push(...found.predicate.values);
    else return undefined;
  }
  return name === undefined ? undefined : { name, predicate: { operator: 'in', values } };
}

function demand(
  operand: BoundOperand,
  other: BoundOperand,
  make: (value: AttributeValue) => KeyPredicate,
): KeyDemand | undefined {
  const name = nameOf(operand);
  return name === undefined || other.kind !== 'literal' ? undefined : { name, predicate: make(other.value) };
}

/** Of a path that is a whole attribute. */
const nameOf = (operand: BoundOperand): string | undefined =>
  operand.kind === 'path' && operand.path.length === 1 ? String(operand.path[0]) : undefined;

/** The one item that a WHERE names, and what is demanded of it beside. */
export interface Lookup {
  readonly key: Item;
  readonly rest: BoundCondition | undefined;
}

/** Throws ValidationException where the whole primary key is not given by equality; `missing` words it otherwise. */
export function lookupOf(
  table: Table,
  where: BoundCondition | undefined,
  missing: () => Error = whereWithoutKey,
): Lookup {
  const key: Record<string, AttributeValue> = {};
  const rest: BoundCondition[] = [];
  for (const condition of conjunctsOf(where)) {
    const found = demandOf(condition);
    const value = found?.predicate.operator === '=' ? found.predicate.value : undefined;
    const isKey = found && value && table.keys.some(({ name }) => name === found.name);
    if (found && value && isKey && own(key, found.name) === undefined) setOwn(key, found.name, value);
    else rest.push(condition);
  }
  if (table.keys.some(({ name }: KeyElement) => own(key, name) === undefined)) throw missing();
  const [first] = rest;
  return { key, rest: rest.length > 1 ? { kind: 'and', items: rest } : first };
}
