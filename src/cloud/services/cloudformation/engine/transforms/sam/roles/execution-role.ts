import { InvalidResource } from '../language/errors.ts';
import { isConditional, isNoValue } from '../language/intrinsics.ts';
import { type Fields, isEqual } from '../language/values.ts';
import { iamRole } from '../resources/iam.ts';
import { Resource } from '../resources/resource.ts';
import { managedPolicyArn, type PolicyPlace } from './managed-policies.ts';
import type { Policy } from './resource-policies.ts';

export interface ExecutionRole {
  /** Of the function or the state machine that takes the role. */
  readonly ownerId: string;
  readonly attributes: Fields;
  readonly assumeRolePolicyDocument: unknown;
  /** What the template says of it. */
  readonly policies: readonly Policy[];
  /** What it has beside these. */
  readonly managedPolicyArns?: readonly unknown[];
  readonly policyDocuments?: readonly unknown[];
  readonly path?: unknown;
  readonly permissionsBoundary?: unknown;
  readonly tags?: unknown;
}

/**
 * The role that a function or a state machine gets where it has none.
 * @throws InvalidResource for a policy that is neither a name, nor a document
 */
export function executionRole(given: ExecutionRole, place: PolicyPlace): Resource {
  const { ownerId, attributes, policies } = given;
  const role = new Resource(iamRole, `${ownerId}Role`, { attributes });
  const arns = [...(given.managedPolicyArns ?? [])];
  const documents = [...(given.policyDocuments ?? [])];
  const arnOf = (policy: unknown) => (typeof policy === 'string' ? managedPolicyArn(place, policy) : policy);

  for (const [at, { kind, data }] of policies.entries()) {
    if (kind === 'statement') {
      const named = (document: unknown) => ({
        PolicyName: `${role.logicalId}Policy${at}`,
        PolicyDocument: document,
      });
      documents.push(onBothSides(data, named));
    } else if (kind === 'managed policy') {
      const arn = onBothSides(data, arnOf);
      if (!arns.some((known) => isEqual(known, arn))) arns.push(arn);
    } else {
      throw new InvalidResource(ownerId, `Policy at index ${at} in the 'Policies' property is not valid`);
    }
  }

  role.set('AssumeRolePolicyDocument', given.assumeRolePolicyDocument);
  role.set('ManagedPolicyArns', arns);
  role.set('Policies', documents.length > 0 ? documents : undefined);
  role.set('Path', given.path);
  role.set('PermissionsBoundary', given.permissionsBoundary);
  role.set('Tags', given.tags);
  return role;
}

/** What becomes of a value, or of both sides of an `Fn::If`, which is changed in place. */
function onBothSides(value: unknown, convert: (value: unknown) => unknown): unknown {
  if (!isConditional(value)) return convert(value);
  const items = value['Fn::If'] as unknown[];
  for (const at of [1, 2]) if (!isNoValue(items[at])) items[at] = convert(items[at]);
  return value;
}
