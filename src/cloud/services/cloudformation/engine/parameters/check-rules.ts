import { validationError } from '../../errors.ts';
import { truth } from '../intrinsics/condition-functions.ts';
import { evaluate } from '../intrinsics/evaluate.ts';
import type { Scope } from '../intrinsics/scope.ts';
import type { Template } from '../template/template.ts';

/**
 * Evaluates the Rules section; throws with the description of every assertion that does not hold.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html
 */
export function checkRules(rules: Template['rules'], scope: Scope): void {
  const broken: string[] = [];
  for (const rule of Object.values(rules)) {
    if (rule.RuleCondition !== undefined && !truth(rule.RuleCondition, scope, evaluate)) continue;
    for (const { Assert, AssertDescription } of rule.Assertions) {
      if (!truth(Assert, scope, evaluate)) broken.push(AssertDescription ?? 'assertion failed');
    }
  }
  if (broken.length > 0) throw validationError(`Template error: Template constraints violated. ${broken.join('. ')}`);
}
