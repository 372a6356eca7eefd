import { isDeepStrictEqual } from 'node:util';
import type { Change } from '@aws-sdk/client-cloudformation';
import type { ResourceState } from '../../../../service-kit/contract.ts';
import type { Stack, StackDefinition } from '../../state.ts';
import type { Blueprint } from '../blueprint.ts';
import { evaluate } from '../intrinsics/evaluate.ts';
import { noValue } from '../intrinsics/scope.ts';

interface Plan {
  readonly changes: readonly Change[];
  readonly lookup: (logicalId: string) => ResourceState | undefined;
}

/** Whether there is anything to do: resources, outputs, tags or the role. Texts alone are no update to AWS. */
export function hasUpdates(stack: Stack, definition: StackDefinition, blueprint: Blueprint, plan: Plan): boolean {
  if (plan.changes.length > 0) return true;
  if (!isDeepStrictEqual(stack.definition.tags, definition.tags)) return true;
  if (!isDeepStrictEqual(stack.definition.notificationArns ?? [], definition.notificationArns ?? [])) return true;
  return !isDeepStrictEqual(plannedOutputs(blueprint, plan), currentOutputs(stack));
}

function plannedOutputs(blueprint: Blueprint, { lookup }: Plan): unknown[] {
  const scope = blueprint.scope(lookup);
  return [...blueprint.outputs].flatMap(([key, { Value, Description, Export }]) => {
    const value = evaluate(Value, scope);
    if (value === noValue) return [];
    const exportName = Export && evaluate(Export.Name, scope);
    return [[key, String(value), typeof Description === 'string' ? Description : undefined, exportName]];
  });
}

const currentOutputs = (stack: Stack): unknown[] =>
  stack.outputs.map(({ key, value, description, exportName }) => [key, value, description, exportName]);
