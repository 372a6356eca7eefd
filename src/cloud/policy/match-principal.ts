import { parseArn } from '../kernel/arns.ts';
import type { Principal } from './principal.ts';
import type { Principals, Statement } from './statement.ts';

/**
 * How far an allow of a resource policy reaches in the resource's own account.
 * - `direct`: to the principal itself; what other policies leave out does not matter
 * - `limited`: to the role or user behind a session; its boundary and session policies must allow, too
 * - `account`: to the account, which must grant it by identity policies
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export type Grant = 'direct' | 'limited' | 'account';

const grants: readonly Grant[] = ['direct', 'limited', 'account'];

/** How a statement of the policy of `resource` is about a principal; undefined when it is about others. */
export function matchPrincipal(
  { principals, notPrincipals }: Statement,
  principal: Principal,
  resource: string,
): Grant | undefined {
  if (principals) return grantTo(principals, principal, resource);
  return notPrincipals && !isExcepted(notPrincipals, principal, resource) ? 'direct' : undefined;
}

function grantTo(principals: Principals, principal: Principal, resource: string): Grant | undefined {
  if (principals === '*') return 'direct';
  if (principal.kind === 'service') return isService(principals.Service, principal, resource) ? 'direct' : undefined;
  if (principal.kind === 'federated') return isNamed(principals.Federated, principal.provider) ? 'direct' : undefined;
  const found = principals.AWS.map((entry) => awsGrant(entry, principal));
  if (principals.CanonicalUser.includes(principal.canonicalUser ?? '')) found.push(accountGrant(principal));
  return grants.find((grant) => found.includes(grant));
}

const isNamed = (names: readonly string[], name: string | undefined): boolean =>
  names.some((each) => each === '*' || each === name);

/**
 * Services have a name for each region, too: `logs.us-east-1.amazonaws.com` is `logs.amazonaws.com` when it acts there.
 * What belongs to no region (roles, buckets) trusts the service whatever region is named.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services
 */
function isService(names: readonly string[], { service }: Principal, resource: string): boolean {
  if (isNamed(names, service)) return true;
  const [, name, domain] = /^([a-z0-9-]+)(\.amazonaws\.com(?:\.cn)?)$/.exec(service ?? '') ?? [];
  if (name === undefined) return false;
  const region = parseArn(resource)?.region;
  const isRegion = region ? (each: string) => each === region : (each: string) => /^[a-z]+(-[a-z]+)+-\d$/.test(each);
  return names.some((each) => {
    if (!each.startsWith(`${name}.`) || !each.endsWith(domain ?? '')) return false;
    return isRegion(each.slice(name.length + 1, -(domain ?? '').length));
  });
}

/** No wildcard but the lone `*`: principals are named in full. */
function awsGrant(entry: string, principal: Principal): Grant | undefined {
  if (entry === '*') return 'direct';
  if (principal.kind === 'anonymous') return undefined;
  if (isAccount(entry, principal.account)) return accountGrant(principal);
  if (entry === principal.arn) return 'direct';
  return isIssuer(entry, principal) ? 'limited' : undefined;
}

/** An account stands for all in it; its root user needs nobody to delegate to it. */
const accountGrant = ({ kind }: Principal): Grant => (kind === 'root' ? 'direct' : 'account');

/** The account's number, or the ARN of its root. */
function isAccount(entry: string, account: string): boolean {
  if (entry === account) return true;
  const arn = parseArn(entry);
  return arn?.service === 'iam' && arn.account === account && arn.resource === 'root';
}

function isIssuer(entry: string, { kind, account, arn, issuerArn }: Principal): boolean {
  if (issuerArn !== undefined) return entry === issuerArn;
  if (kind !== 'assumed-role') return false;
  const role = parseArn(entry);
  if (role?.service !== 'iam' || role.account !== account || !role.resource.startsWith('role/')) return false;
  // A session's ARN leaves out the role's path; names are unique in an account.
  return role.resource.split('/').at(-1) === parseArn(arn)?.resource.split('/')[1];
}

/**
 * Whom `NotPrincipal` leaves out: AWS looks at the account, the role and the session one after the other, so that all of
 * them must be named.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function isExcepted(principals: Principals, principal: Principal, resource: string): boolean {
  if (principals === '*') return true;
  if (principal.kind === 'service') return isService(principals.Service, principal, resource);
  if (principal.kind === 'federated') return isNamed(principals.Federated, principal.provider);
  const { AWS, CanonicalUser } = principals;
  if (AWS.includes('*')) return true;
  if (principal.kind === 'anonymous') return false;
  const hasAccount =
    AWS.some((entry) => isAccount(entry, principal.account)) || CanonicalUser.includes(principal.canonicalUser ?? '');
  if (!hasAccount || principal.kind === 'root') return hasAccount;
  const isSession = principal.kind !== 'user';
  return AWS.includes(principal.arn) && (!isSession || AWS.some((entry) => isIssuer(entry, principal)));
}
