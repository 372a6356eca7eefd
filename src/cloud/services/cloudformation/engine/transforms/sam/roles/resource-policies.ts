import { InvalidTemplate } from '../language/errors.ts';
import { assertConditionalItems, isConditional, isIntrinsic, isNoValue } from '../language/intrinsics.ts';
import { isMap, isTruthy, listOf } from '../language/values.ts';
import { isPolicyTemplate } from './policy-templates.ts';

/** What an item of `Policies` is. */
export type PolicyKind = 'managed policy' | 'statement' | 'template' | 'unknown';

export interface Policy {
  readonly kind: PolicyKind;
  /** As the template has it; an `Fn::If` whose sides are of the same kind is of that kind. */
  readonly data: unknown;
}

/**
 * The items of a property `Policies`, which may be a single one.
 * @param withTemplates whether templates are known for what they are; after they were replaced there are none
 * @throws InvalidTemplate
 */
export function policiesOf(value: unknown, withTemplates = false): Policy[] {
  if (!isTruthy(value)) return [];
  return listOf(value).map((data) => ({ data, kind: kindOf(data, withTemplates) }));
}

function kindOf(policy: unknown, withTemplates: boolean): PolicyKind {
  if (typeof policy === 'string') return 'managed policy';
  if (isConditional(policy)) return kindOfBoth(policy['Fn::If'], withTemplates);
  if (isIntrinsic(policy)) return 'managed policy';
  if (isMap(policy) && 'Statement' in policy) return 'statement';
  return withTemplates && isPolicyTemplate(policy) ? 'template' : 'unknown';
}

function kindOfBoth(items: unknown, withTemplates: boolean): PolicyKind {
  try {
    assertConditionalItems(items);
  } catch (error) {
    throw error instanceof TypeError ? new InvalidTemplate(error.message) : error;
  }
  const [, whenTrue, whenFalse] = items;
  const kind = kindOf(whenTrue, withTemplates);
  const other = kindOf(whenFalse, withTemplates);
  if (kind === other) return kind;
  if (isNoValue(whenTrue)) return other;
  if (isNoValue(whenFalse)) return kind;
  throw new InvalidTemplate(
    'Different policy types within the same Fn::If statement is unsupported. Separate different policy types into different Fn::If statements',
  );
}
