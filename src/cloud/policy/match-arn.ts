import { matchesGlob, type Pattern } from '../kernel/glob.ts';

/** `arn:partition:service:region:account:resource`; the resource keeps its own colons. */
const segmentCount = 6;

/**
 * `ArnLike` and `ArnEquals`, which are the same: each of the six parts is matched on its own, so that no wildcard reaches
 * over a colon, but for those of the resource.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchArn(pattern: Pattern, arn: string): boolean {
  if (pattern.text === '*') return !pattern.literals?.has(0);
  const patterns = segmentsOf(pattern);
  const values = segmentsOf({ text: arn });
  if (patterns.length !== segmentCount || values.length !== segmentCount) return false;
  return patterns.every((each, index) => matchesGlob(each, values[index]?.text ?? ''));
}

function segmentsOf(pattern: Pattern): readonly Pattern[] {
  const segments: Pattern[] = [];
  let start = 0;
  while (segments.length < segmentCount - 1) {
    const end = pattern.text.indexOf(':', start);
    if (end < 0) break;
    segments.push(slice(pattern, start, end));
    start = end + 1;
  }
  return [...segments, slice(pattern, start, pattern.text.length)];
}

function slice({ text, literals }: Pattern, start: number, end: number): Pattern {
  if (!literals) return { text: text.slice(start, end) };
  return { text: text.slice(start, end), literals: new Set([...literals].map((at) => at - start)) };
}
