import type { Grant } from './match-principal.ts';
import { matchStatements, type PolicyQuestion, type StatementMatch } from './match-statement.ts';
import { hasIdentityPolicies, type Principal } from './principal.ts';
import type { RequestContext } from './request-context.ts';
import type { Effect, Policy } from './statement.ts';

export interface PolicyRequest {
  readonly principal: Principal;
  readonly action: string;
  /** All of them must be allowed; none is `*`, for actions that are on no resource. */
  readonly resources: readonly string[];
  /** Whose they are; ARNs of buckets do not tell. */
  readonly resourceAccount: string;
  readonly context: RequestContext;
}

/** All that apply to a request; a kind that is undefined is not there, which is not the same as allowing nothing. */
export interface Policies {
  /** Of the user and its groups, or of the role. */
  readonly identity: readonly Policy[];
  readonly resource?: Policy | undefined;
  readonly boundary?: Policy | undefined;
  /** Those that a session was made with. */
  readonly session?: readonly Policy[] | undefined;
  /** Key policies and trust policies must allow, also within the account. */
  readonly mustResourceAllow?: boolean;
}

export type PolicyKind = 'identity' | 'resource' | 'boundary' | 'session';

/** The statement that decided. */
export interface DecidedBy {
  readonly kind: PolicyKind;
  /** Among those of its kind. */
  readonly policy: number;
  readonly statement: number;
  readonly sid?: string;
}

export type Evaluation =
  /** Root users are allowed by no statement. */
  | { readonly decision: 'allow'; readonly by?: DecidedBy }
  | { readonly decision: 'explicitDeny'; readonly by: DecidedBy }
  /** `missing`: where an allow would have had to be. */
  | { readonly decision: 'implicitDeny'; readonly missing: PolicyKind };

/** By the request's own words, once for each of its resources. */
interface Case extends Policies {
  readonly question: PolicyQuestion;
  readonly resourceAccount: string;
}

/**
 * Whether a request is allowed: no statement denies it; then the resource policy, the boundary, the session's and the
 * identity policies, in that order. No service control policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function evaluate(request: PolicyRequest, policies: Policies): Evaluation {
  const { principal, action, context, resourceAccount } = request;
  const resources = request.resources.length === 0 ? ['*'] : request.resources;
  const found = resources.map((resource) => {
    const question = { principal, action, resource, context };
    return evaluateCase({ ...policies, question, resourceAccount });
  });
  return (
    found.find(({ decision }) => decision === 'explicitDeny') ??
    found.find(({ decision }) => decision === 'implicitDeny') ??
    found[0] ?? { decision: 'implicitDeny', missing: 'identity' }
  );
}

function evaluateCase(asked: Case): Evaluation {
  const deny = findDeny(asked);
  if (deny) return { decision: 'explicitDeny', by: deny };
  const { principal } = asked.question;
  const grant = grantOf(asked);
  if (!hasIdentityPolicies(principal)) {
    return grant ? { decision: 'allow', by: grant.by } : { decision: 'implicitDeny', missing: 'resource' };
  }
  const isOwnAccount = principal.account === asked.resourceAccount;
  if (!grant && (!isOwnAccount || asked.mustResourceAllow)) return { decision: 'implicitDeny', missing: 'resource' };
  // In another account the resource policy is only half of it, whomever it names.
  return evaluateOwn(asked, isOwnAccount ? grant : undefined);
}

/** What the principal's own account says. */
function evaluateOwn(asked: Case, grant: ResourceGrant | undefined): Evaluation {
  const { question, boundary, session, identity } = asked;
  const { kind } = question.principal;
  if (grant?.grant === 'direct') return { decision: 'allow', by: grant.by };
  if (kind === 'root') return { decision: 'allow' };
  if (boundary && !findAllow('boundary', [boundary], question))
    return { decision: 'implicitDeny', missing: 'boundary' };
  // A federated user has no more than its session policies pass on to it; a role's session has all of the role.
  const mustSessionAllow = session !== undefined || kind === 'federated-user';
  if (mustSessionAllow && !findAllow('session', session ?? [], question)) {
    return { decision: 'implicitDeny', missing: 'session' };
  }
  if (grant?.grant === 'limited') return { decision: 'allow', by: grant.by };
  const by = findAllow('identity', identity, question);
  return by ? { decision: 'allow', by } : { decision: 'implicitDeny', missing: 'identity' };
}

interface ResourceGrant {
  readonly grant: Grant;
  readonly by: DecidedBy;
}

/** The furthest-reaching allow of the resource policy. */
function grantOf({ resource, question }: Case): ResourceGrant | undefined {
  const matches = resource ? matchStatements(resource, 'Allow', question, true) : [];
  const best = (['direct', 'limited', 'account'] as const)
    .map((grant) => matches.find((match) => match.grant === grant))
    .find((match) => match !== undefined);
  return best && { grant: best.grant, by: decidedBy('resource', 0, best) };
}

function findDeny({ question, identity, resource, boundary, session = [] }: Case): DecidedBy | undefined {
  return (
    findStatement('resource', resource ? [resource] : [], 'Deny', question) ??
    findStatement('boundary', boundary ? [boundary] : [], 'Deny', question) ??
    findStatement('session', session, 'Deny', question) ??
    findStatement('identity', identity, 'Deny', question)
  );
}

const findAllow = (kind: PolicyKind, policies: readonly Policy[], question: PolicyQuestion): DecidedBy | undefined =>
  findStatement(kind, policies, 'Allow', question);

function findStatement(
  kind: PolicyKind,
  policies: readonly Policy[],
  effect: Effect,
  question: PolicyQuestion,
): DecidedBy | undefined {
  for (const [index, policy] of policies.entries()) {
    const match = matchStatements(policy, effect, question, kind === 'resource')[0];
    if (match) return decidedBy(kind, index, match);
  }
  return undefined;
}

const decidedBy = (kind: PolicyKind, policy: number, { index, sid }: StatementMatch): DecidedBy => ({
  kind,
  policy,
  statement: index,
  ...(sid !== undefined && { sid }),
});
