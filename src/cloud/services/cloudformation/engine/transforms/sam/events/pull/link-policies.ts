import { InvalidResource } from '../../language/errors.ts';
import { type Fields, isEqual, isMap } from '../../language/values.ts';
import type { Resource } from '../../resources/resource.ts';

/**
 * Adds to a function's role what an event needs, unless it is there.
 * @param failures for where records go that were given up
 * @throws InvalidResource where a policy of the role hangs on a condition: AWS's transform fails on these
 */
export function linkPolicies(
  role: Resource | undefined,
  managed: string | undefined,
  policies: readonly Fields[] | undefined,
  failures: Fields | undefined,
): void {
  if (!role) return;
  if (managed !== undefined) {
    const arns = listOf(role, 'ManagedPolicyArns');
    if (!arns.includes(managed)) arns.push(managed);
  }
  for (const policy of policies ?? []) {
    const present = listOf(role, 'Policies') as Fields[];
    if (present.some((one) => isEqual(one, policy))) continue;
    if (!present.every((one) => isMap(one) && 'PolicyDocument' in one)) {
      throw new InvalidResource(
        role.logicalId,
        'Policies within Fn::If cannot be combined with events that add a policy to the role. Give the function a Role.',
      );
    }
    if (!hasDocument(present, policy)) present.push(policy);
  }
  if (failures) {
    const present = listOf(role, 'Policies') as Fields[];
    if (!hasDocument(present, failures)) present.push(failures);
  }
}

const hasDocument = (policies: readonly Fields[], { PolicyDocument }: Fields) =>
  policies.some((policy) => isEqual(policy.PolicyDocument, PolicyDocument));

/** The list within a role's property, which is made where there is none. */
function listOf(role: Resource, property: string): unknown[] {
  const present = role.get(property);
  if (Array.isArray(present)) return present;
  const list: unknown[] = [];
  role.set(property, list);
  return list;
}
