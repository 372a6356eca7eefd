import type { ChoiceRule } from '../definition/states.ts';
import type { Environment } from './environment.ts';

/** Whether a rule holds. https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export async function holds(rule: ChoiceRule, environment: Environment): Promise<boolean> {
  return rule.Variable === '$.ok' && (environment.input as { ok?: unknown }).ok === rule.BooleanEquals;
}
