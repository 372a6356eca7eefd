import type { Properties, ResourceContext } from '../../../service-kit/contract.ts';
import { documentIn, recordsIn, textIn, textsIn, unlessGone } from '../../../service-kit/properties.ts';

/** As in the names of operations: `AttachRolePolicy`. */
export type Noun = 'Role' | 'User' | 'Group';

const named = (noun: Noun, name: string) => ({ [`${noun}Name`]: name });

/** Brings inline `Policies` and `ManagedPolicyArns` of a role, a user or a group from what was to what is wanted. */
export async function applyPolicies(
  noun: Noun,
  name: string,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const wanted = recordsIn(properties, 'Policies');
  for (const policy of wanted) {
    const input = { PolicyName: textIn(policy, 'PolicyName'), PolicyDocument: documentIn(policy, 'PolicyDocument') };
    await context.call('iam', `Put${noun}Policy`, { ...named(noun, name), ...input });
  }
  const names = wanted.map((policy) => textIn(policy, 'PolicyName'));
  for (const policy of recordsIn(previous, 'Policies')) {
    const PolicyName = textIn(policy, 'PolicyName');
    if (!names.includes(PolicyName)) await removeInline(noun, name, PolicyName, context);
  }

  const arns = textsIn(properties, 'ManagedPolicyArns');
  for (const PolicyArn of arns) await context.call('iam', `Attach${noun}Policy`, { ...named(noun, name), PolicyArn });
  for (const PolicyArn of textsIn(previous, 'ManagedPolicyArns')) {
    if (!arns.includes(PolicyArn)) await detach(noun, name, PolicyArn, context);
  }
}

/** Takes all policies off an entity, also those that came from elsewhere: CloudFormation deletes it regardless. */
export async function removeAllPolicies(noun: Noun, name: string, context: ResourceContext): Promise<void> {
  const inline = await context.call<{ PolicyNames: string[] }>('iam', `List${noun}Policies`, named(noun, name));
  for (const policy of inline.PolicyNames) await removeInline(noun, name, policy, context);
  const attached = await context.call<{ AttachedPolicies: { PolicyArn: string }[] }>(
    'iam',
    `ListAttached${noun}Policies`,
    named(noun, name),
  );
  for (const { PolicyArn } of attached.AttachedPolicies) await detach(noun, name, PolicyArn, context);
}

const removeInline = (noun: Noun, name: string, PolicyName: string | undefined, context: ResourceContext) =>
  unlessGone(context.call('iam', `Delete${noun}Policy`, { ...named(noun, name), PolicyName }), 'NoSuchEntity');

const detach = (noun: Noun, name: string, PolicyArn: string, context: ResourceContext) =>
  unlessGone(context.call('iam', `Detach${noun}Policy`, { ...named(noun, name), PolicyArn }), 'NoSuchEntity');

/** The roles, users and groups that a policy resource names. */
export function targetsIn(properties: Properties): { readonly noun: Noun; readonly name: string }[] {
  const of = (noun: Noun) => textsIn(properties, `${noun}s`).map((name) => ({ noun, name }));
  return [...of('Role'), ...of('User'), ...of('Group')];
}

/** A creation of several steps either ends or leaves nothing behind. */
export async function orUndo<T>(steps: () => Promise<T>, undo: () => Promise<unknown>): Promise<T> {
  try {
    return await steps();
  } catch (error) {
    await undo();
    throw error;
  }
}
