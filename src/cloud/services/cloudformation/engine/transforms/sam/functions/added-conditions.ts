import type { TransformContext } from '../context.ts';
import { InvalidResource } from '../language/errors.ts';
import type { Fields } from '../language/values.ts';

/**
 * Adds a condition to the template that is made.
 * @throws InvalidResource where the template has no section for it; AWS's transform has no answer there
 */
export function addCondition(
  { conditions }: TransformContext,
  logicalId: string,
  name: string,
  condition: Fields,
): void {
  if (!conditions) {
    throw new InvalidResource(logicalId, `The template needs a 'Conditions' section, to which '${name}' is added.`);
  }
  conditions[name] = condition;
}
