import { BoundedMap } from '../kernel/bounded-map.ts';
import { AwsError } from '../kernel/errors.ts';
import type { Caller } from '../kernel/identity.ts';
import { type Evaluation, evaluate, type PolicyRequest } from '../policy/evaluate.ts';
import { principalOf } from '../policy/principal.ts';
import { requestContext } from '../policy/request-context.ts';
import type { Policy } from '../policy/statement.ts';
import type { Access, AnyService, CloudKernel } from '../service-kit/contract.ts';
import type { Call } from './call.ts';

/**
 * Whether the caller may make the call. Judged today: a service that calls on behalf of a resource (`sourceArns`), by
 * the policy of what it calls. This is also the seam of IAM's enforcement: until it comes, identity policies are not
 * asked, and every other authenticated caller may do everything.
 * @throws AwsError AccessDeniedException
 */
export function authorize(call: Call, kernel: CloudKernel): void {
  if (call.caller.kind === 'service' && call.sourceArns) authorizeSource(call, call.sourceArns, kernel);
}

function authorizeSource(call: Call, sourceArns: readonly string[], kernel: CloudKernel): void {
  const { service, caller, account, region } = call;
  const access = service?.access?.[call.operation]?.(call.input as Readonly<Record<string, unknown>>, call);
  if (!service || !access) return;
  const state = kernel.state(service, account, region);
  for (const arn of access.resources) {
    const policy = policyOf(service, state, arn);
    const question = { caller, access, arn, account, sourceArns, nowMs: kernel.clock.now() };
    const decision = policy ? remembered(question, policy) : judgeSources(question, policy);
    if (decision !== 'allow') throw accessDenied(caller, access.action, arn, decision);
  }
}

const policyOf = ({ resourcePolicy }: AnyService, state: unknown, arn: string): Policy | undefined =>
  (resourcePolicy as ((state: unknown, arn: string) => Policy | undefined) | undefined)?.(state, arn);

interface SourceQuestion {
  readonly caller: Caller;
  readonly access: Access;
  readonly arn: string;
  /** Of the resource. */
  readonly account: string;
  readonly sourceArns: readonly string[];
  readonly nowMs: number;
}

type Decision = Evaluation['decision'];

/** A policy is an immutable value, and so is what it says to a question, unless time is part of it. */
const decisions = new WeakMap<Policy, Map<string, Decision>>();
/** Of one policy: routes and callers are few, but names in an input are the caller's. */
const decisionsMax = 1000;

/** What was judged before is not judged again: an API asks the same of its function for every request. Exported for tests. */
export function remembered(question: SourceQuestion, policy: Policy): Decision {
  let known = decisions.get(policy);
  if (!known) {
    known = new BoundedMap(decisionsMax);
    decisions.set(policy, known);
  }
  const { caller, access, arn, account, sourceArns } = question;
  const key = JSON.stringify([caller, access, arn, account, sourceArns]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const decision = judgeSources(question, policy);
  if (!dependsOnTime(policy)) known.set(key, decision);
  return decision;
}

const dependsOnTime = (policy: Policy): boolean => /aws:(?:currenttime|epochtime)/i.test(JSON.stringify(policy));

/** Exported for tests. One of the sources must be allowed; an explicit deny of any of them beats every allow. */
export function judgeSources(question: SourceQuestion, resource: Policy | undefined): Decision {
  const { caller, access, arn, account, sourceArns, nowMs } = question;
  const decisions = sourceArns.map((sourceArn): Decision => {
    const keys = { ...access.keys, 'aws:SourceArn': sourceArn, 'aws:SourceAccount': caller.account };
    const request: PolicyRequest = {
      principal: principalOf(caller),
      action: access.action,
      resources: [arn],
      resourceAccount: account,
      context: requestContext(keys, nowMs),
    };
    return evaluate(request, { identity: [], resource }).decision;
  });
  if (decisions.includes('explicitDeny')) return 'explicitDeny';
  return decisions.includes('allow') ? 'allow' : 'implicitDeny';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function accessDenied({ arn, principal }: Caller, action: string, resource: string, decision: Decision): AwsError {
  const reason =
    decision === 'explicitDeny'
      ? 'with an explicit deny in a resource-based policy'
      : `because no resource-based policy allows the ${action} action`;
  return new AwsError(
    'AccessDeniedException',
    `User: ${arn || principal} is not authorized to perform: ${action} on resource: ${resource} ${reason}`,
    { status: 403 },
  );
}
