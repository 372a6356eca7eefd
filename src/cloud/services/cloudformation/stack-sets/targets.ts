import type { StackSetOperationPreferences } from '@aws-sdk/client-cloudformation';
import { validationError } from '../errors.ts';
import type { Target } from './stack-set.ts';

/** How requests name accounts and regions. */
interface Targets {
  readonly Accounts?: readonly string[] | undefined;
  readonly DeploymentTargets?: { readonly Accounts?: readonly string[] | undefined } | undefined;
  readonly Regions?: readonly string[] | undefined;
}

/** Every account in every region; none when the request names none of both. */
export function targetsOf({ Accounts, DeploymentTargets, Regions = [] }: Targets): Target[] {
  const accounts = Accounts ?? DeploymentTargets?.Accounts ?? [];
  const wrong = accounts.find((account) => !/^\d{12}$/.test(account));
  if (wrong !== undefined) {
    throw validationError(
      `1 validation error detected: Value '[${accounts.join(', ')}]' at 'accounts' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy regular expression pattern: ^[0-9]{12}$]`,
    );
  }
  return [...new Set(Regions)].flatMap((region) => [...new Set(accounts)].map((account) => ({ account, region })));
}

/** The same, of requests that must name some. */
export function requiredTargetsOf(input: Targets): Target[] {
  const targets = targetsOf(input);
  if (targets.length === 0) throw validationError('Accounts and Regions must be specified');
  return targets;
}

/** Region by region, in the order that is asked for; regions that it leaves out come last. */
export function inOrder<T extends Target>(targets: readonly T[], preferences?: StackSetOperationPreferences): T[] {
  const order = preferences?.RegionOrder ?? [];
  const placeOf = ({ region }: Target): number => (order.includes(region) ? order.indexOf(region) : order.length);
  return [...targets].sort((a, b) => placeOf(a) - placeOf(b));
}
