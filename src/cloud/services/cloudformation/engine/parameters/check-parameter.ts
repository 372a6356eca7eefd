import { patternDeadlineMs } from '../../../../kernel/deadline.ts';
import { askAllowedPatterns, type PatternAnswer } from '../../../../service-kit/allowed-pattern.ts';
import { validationError } from '../../errors.ts';
import type { ParameterDeclaration } from '../template/template.ts';
import { listOf } from './list-values.ts';

/** A parameter's value beside what its template demands of it. */
interface CheckedParameter {
  readonly key: string;
  readonly value: string;
  readonly declaration: ParameterDeclaration;
}

/** Throws AWS's complaint for the first parameter whose value breaks one of its declared constraints. */
export function checkParameters(parameters: readonly CheckedParameter[]): void {
  const patterns = answersOfPatterns(parameters);
  for (const parameter of parameters) checkParameter(parameter, patterns);
}

const itemsOf = ({ value, declaration: { Type } }: CheckedParameter): readonly string[] =>
  Type === 'CommaDelimitedList' || Type.startsWith('List<') ? listOf(value) : [value];

/** Asked for all parameters at once, for asking has its price. */
function answersOfPatterns(parameters: readonly CheckedParameter[]): ReadonlyMap<string, PatternAnswer> {
  const questions = parameters.flatMap((parameter) => {
    const { AllowedPattern: pattern } = parameter.declaration;
    return pattern === undefined ? [] : [{ key: parameter.key, pattern, values: itemsOf(parameter) }];
  });
  const answers = askAllowedPatterns(questions);
  return new Map(questions.map(({ key }, index) => [key, answers[index] ?? 'takes too long']));
}

function checkParameter(parameter: CheckedParameter, patterns: ReadonlyMap<string, PatternAnswer>): void {
  const { key, declaration } = parameter;
  const items = itemsOf(parameter);
  checkNumbers(key, items, declaration.Type);
  const broken = brokenConstraint(key, items, declaration, patterns.get(key));
  if (broken === undefined) return;
  const { ConstraintDescription } = declaration;
  throw validationError(
    ConstraintDescription === undefined
      ? broken
      : `Parameter ${key} failed to satisfy constraint: ${ConstraintDescription}`,
  );
}

/** Ahead of the other constraints: bounds of what is no number make no sense. */
function checkNumbers(key: string, items: readonly string[], type: string): void {
  if (type !== 'Number' && type !== 'List<Number>') return;
  if (items.every((item) => item !== '' && Number.isFinite(Number(item)))) return;
  throw validationError(
    type === 'Number' ? `Parameter '${key}' must be a number.` : `Parameter '${key}' must be a list of numbers.`,
  );
}

/** The first complaint in AWS's order; of a list every item must hold. */
function brokenConstraint(
  key: string,
  items: readonly string[],
  declaration: ParameterDeclaration,
  pattern: PatternAnswer | undefined,
): string | undefined {
  const allowed = declaration.AllowedValues?.map(String);
  const isListed = !allowed || items.every((item) => allowed.includes(item));
  if (!isListed) return `Parameter '${key}' must be one of AllowedValues`;
  if (pattern === 'takes too long') {
    return `Parameter '${key}' was not matched against its AllowedPattern within ${patternDeadlineMs} ms`;
  }
  if (pattern !== undefined && pattern !== 'matches') {
    return `Parameter '${key}' must match pattern ${declaration.AllowedPattern}`;
  }
  return items.map((item) => brokenBound(key, item, declaration)).find((broken) => broken !== undefined);
}

/** Lengths are of text, values of numbers; templates may write either as text. */
function brokenBound(key: string, item: string, declaration: ParameterDeclaration): string | undefined {
  const { MinLength, MaxLength, MinValue, MaxValue } = declaration;
  if (MinLength !== undefined && item.length < Number(MinLength)) {
    return `Parameter '${key}' must contain at least ${MinLength} characters`;
  }
  if (MaxLength !== undefined && item.length > Number(MaxLength)) {
    return `Parameter '${key}' must contain at most ${MaxLength} characters`;
  }
  if (MinValue !== undefined && Number(item) < Number(MinValue)) {
    return `Parameter '${key}' must be a number not less than ${MinValue}`;
  }
  if (MaxValue !== undefined && Number(item) > Number(MaxValue)) {
    return `Parameter '${key}' must be a number not greater than ${MaxValue}`;
  }
  return undefined;
}
