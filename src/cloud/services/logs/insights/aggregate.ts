import { UnsupportedError } from '../../../kernel/errors.ts';
import { compareValues, evaluateNode, type Lookup, numberOf } from './evaluate-node.ts';
import type { ExpressionNode, Value } from './expression-node.ts';

/** One statistic over the rows of a group. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html */
export function aggregate(node: ExpressionNode, rows: readonly Lookup[]): Value {
  if (node.kind === 'binary') {
    const inner = (side: ExpressionNode): ExpressionNode => ({ kind: 'value', value: aggregate(side, rows) });
    return evaluateNode({ ...node, left: inner(node.left), right: inner(node.right) }, () => undefined);
  }
  if (node.kind === 'value') return node.value;
  if (node.kind !== 'call') throw new UnsupportedError('a CloudWatch Logs Insights statistic that is no function');
  const [first, second] = node.args;
  if (node.name === 'count' && (first === undefined || first.kind === 'star')) return rows.length;
  const values = rows.flatMap((row) => {
    const value = first && evaluateNode(first, row);
    return value === undefined ? [] : [value];
  });
  const numbers = values.map(numberOf).filter((each) => each !== undefined);
  const sum = numbers.reduce((total, value) => total + value, 0);
  switch (node.name) {
    case 'count':
      return values.length;
    case 'count_distinct':
      return new Set(values).size;
    case 'sum':
      return sum;
    case 'avg':
      return numbers.length === 0 ? undefined : sum / numbers.length;
    case 'min':
      return values.toSorted(compareValues)[0];
    case 'max':
      return values.toSorted(compareValues).at(-1);
    case 'median':
      return percentile(numbers, 50);
    case 'pct':
      return percentile(numbers, numberOf(second && evaluateNode(second, () => undefined)) ?? 50);
    case 'stddev':
      return deviation(numbers, sum / numbers.length);
    case 'earliest':
      return inTime(rows, first)[0];
    case 'latest':
      return inTime(rows, first).at(-1);
    case 'sortsfirst':
      return values.toSorted(compareValues)[0];
    case 'sortslast':
      return values.toSorted(compareValues).at(-1);
    default:
      throw new UnsupportedError(`the CloudWatch Logs Insights statistic ${node.name}`);
  }
}

function percentile(numbers: readonly number[], percent: number): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}

const deviation = (numbers: readonly number[], mean: number): number | undefined =>
  numbers.length === 0
    ? undefined
    : Math.sqrt(numbers.reduce((total, value) => total + (value - mean) ** 2, 0) / numbers.length);

function inTime(rows: readonly Lookup[], node: ExpressionNode | undefined): Value[] {
  const byTime = rows.toSorted((a, b) => compareValues(a('@timestamp'), b('@timestamp')));
  return byTime.map((row) => node && evaluateNode(node, row)).filter((value) => value !== undefined);
}
