import { UnsupportedError } from '../../../kernel/errors.ts';
import { validationError } from '../errors.ts';
import { type MathScope, mathFunctions } from './functions.ts';
import type { MathNode } from './parse-math.ts';
import { isList, isSeries, type MathValue, mapSeries, type Series } from './series.ts';

/** What names in an expression stand for. */
export interface MathNames extends MathScope {
  /** The query of that id; undefined where there is none. */
  valueOf(id: string): MathValue | undefined;
}

/** Words that are arguments of functions. */
const keywords: ReadonlySet<string> = new Set(['REPEAT', 'LINEAR', 'AVG', 'MIN', 'MAX', 'SUM', 'ASC', 'DESC']);

/** Computes an expression. Throws ValidationError, and UnsupportedError for functions that are not emulated. */
export function evaluateMath(node: MathNode, names: MathNames): MathValue {
  switch (node.kind) {
    case 'number':
    case 'text':
      return node.value;
    case 'name': {
      const value = names.valueOf(node.name) ?? (keywords.has(node.name) ? node.name : undefined);
      if (value === undefined) throw validationError(`Error in expression: Undefined variable '${node.name}'`);
      return value;
    }
    case 'list':
      return node.items.flatMap((item) => seriesIn(evaluateMath(item, names)));
    case 'negated':
      return combine('-', 0, evaluateMath(node.operand, names));
    case 'binary':
      return combine(node.operator, evaluateMath(node.left, names), evaluateMath(node.right, names));
    case 'call':
      return call(node.name, node.args, names);
  }
}

function call(name: string, args: readonly MathNode[], names: MathNames): MathValue {
  const run = Object.hasOwn(mathFunctions, name) ? mathFunctions[name] : undefined;
  if (!run) throw new UnsupportedError(`the CloudWatch metric math function ${name}`);
  return run(
    args.map((arg) => evaluateMath(arg, names)),
    names,
    name,
  );
}

function seriesIn(value: MathValue): readonly Series[] {
  if (typeof value === 'object') return isList(value) ? value : [value as Series];
  throw validationError('Error in expression: an array holds metrics only');
}

const flag = (holds: boolean): number => (holds ? 1 : 0);

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => flag(a === b),
  '!=': (a, b) => flag(a !== b),
  '<': (a, b) => flag(a < b),
  '<=': (a, b) => flag(a <= b),
  '>': (a, b) => flag(a > b),
  '>=': (a, b) => flag(a >= b),
  '&&': (a, b) => flag(a !== 0 && b !== 0),
  AND: (a, b) => flag(a !== 0 && b !== 0),
  '||': (a, b) => flag(a !== 0 || b !== 0),
  OR: (a, b) => flag(a !== 0 || b !== 0),
};

/** Two series meet where both have a value; a list meets anything one by one. What is no number (`x / 0`) is left out. */
function combine(operator: string, left: MathValue, right: MathValue): MathValue {
  const apply = operators[operator];
  if (!apply || typeof left === 'string' || typeof right === 'string') {
    throw validationError(`Error in expression: operator ${operator} takes numbers and metrics`);
  }
  if (isList(left)) {
    if (isList(right)) throw validationError(`Error in expression: operator ${operator} does not take two arrays`);
    return left.map((series) => combine(operator, series, right) as Series);
  }
  if (isList(right)) return right.map((series) => combine(operator, left, series) as Series);
  if (isSeries(left) && isSeries(right)) {
    const points = new Map<number, number>();
    for (const [seconds, a] of left.points) {
      const b = right.points.get(seconds);
      if (b !== undefined) points.set(seconds, apply(a, b));
    }
    return finite({ ...left, points });
  }
  if (isSeries(left)) return finite(mapSeries(left, (a) => apply(a, right as number)));
  if (isSeries(right)) return finite(mapSeries(right, (b) => apply(left, b)));
  return apply(left, right);
}

const finite = (series: Series): Series => ({
  ...series,
  points: new Map([...series.points].filter(([, value]) => Number.isFinite(value))),
});
