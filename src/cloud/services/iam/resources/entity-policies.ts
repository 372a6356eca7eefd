import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';

/** As in the names of operations: `AttachRolePolicy`. */
export type Noun = 'Role' | 'User' | 'Group';

const named = (noun: Noun, name: string) => ({ [`${noun}Name`]: name });

/** How a role, a user or a group says what policies it has. */
export const policyKinds = {
  ManagedPolicyArns: { list: 'text' },
  Policies: { list: { members: { PolicyDocument: 'document', PolicyName: 'text' } } },
} as const satisfies Kinds;

/** How a policy says who has it. */
export const targetKinds = {
  Groups: { list: 'text' },
  Roles: { list: 'text' },
  Users: { list: 'text' },
} as const satisfies Kinds;

/** Brings inline `Policies` and `ManagedPolicyArns` of a role, a user or a group from what was to what is wanted. */
export async function applyPolicies(
  noun: Noun,
  name: string,
  p: Values<typeof policyKinds>,
  previous: Partial<Values<typeof policyKinds>>,
  context: ResourceContext,
): Promise<void> {
  const wanted = p.Policies ?? [];
  for (const { PolicyName, PolicyDocument } of wanted) {
    await context.call('iam', `Put${noun}Policy`, { ...named(noun, name), PolicyName, PolicyDocument });
  }
  const names = wanted.map(({ PolicyName }) => PolicyName);
  for (const { PolicyName } of previous.Policies ?? []) {
    if (!names.includes(PolicyName)) await removeInline(noun, name, PolicyName, context);
  }

  const arns = p.ManagedPolicyArns ?? [];
  for (const PolicyArn of arns) await context.call('iam', `Attach${noun}Policy`, { ...named(noun, name), PolicyArn });
  for (const PolicyArn of previous.ManagedPolicyArns ?? []) {
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
export function targetsIn(p: Values<typeof targetKinds>): { readonly noun: Noun; readonly name: string }[] {
  const of = (noun: Noun) => (p[`${noun}s`] ?? []).map((name) => ({ noun, name }));
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
