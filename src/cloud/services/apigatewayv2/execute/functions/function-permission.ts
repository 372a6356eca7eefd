import { AwsError } from '../../../../kernel/errors.ts';
import type { Caller } from '../../../../kernel/identity.ts';
import type { Kernel } from '../../../../kernel/kernel.ts';
import type { TraceOrigin } from '../../../../kernel/trace.ts';
import { evaluate } from '../../../../policy/evaluate.ts';
import { parsePolicy } from '../../../../policy/parse-policy.ts';
import { principalOf } from '../../../../policy/principal.ts';
import { requestContext } from '../../../../policy/request-context.ts';
import type { Policy } from '../../../../policy/statement.ts';
import { formatArn } from '../../../../service-kit/arns.ts';
import type { FunctionTarget } from '../../compile/function-target.ts';

/** May this caller call this function on behalf of one of these sources? */
interface PermissionQuestion {
  readonly target: FunctionTarget;
  /** Any of them will do: a route of `ANY` is known by the request's method and by its own. */
  readonly sourceArns: readonly string[];
  readonly caller: Caller;
  readonly parent: string;
  readonly trace: TraceOrigin;
}

/** Parsed policies by their text; AWS caps a policy at 20 KB and there are few functions behind an API. */
const parsedMax = 500;
const parsed = new Map<string, Policy>();

/**
 * Whether the function's resource policy lets API Gateway call it; https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html.
 * Asked at each request, as a permission may be removed at any time.
 */
export async function mayInvoke(kernel: Kernel, question: PermissionQuestion): Promise<boolean> {
  const { target, caller, parent, trace } = question;
  const input = { FunctionName: target.name, ...(target.qualifier && { Qualifier: target.qualifier }) };
  const options = { caller, parent, trace, account: target.account, region: target.region };
  try {
    const { Policy } = await kernel.call<{ readonly Policy?: string }>('lambda', 'GetPolicy', input, options);
    return Policy !== undefined && allows(policyOf(Policy), question, kernel.clock.now());
  } catch (error) {
    // Neither a function without a policy nor one that is not there can be called.
    if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return false;
    throw error;
  }
}

function policyOf(text: string): Policy {
  let policy = parsed.get(text);
  if (!policy) {
    policy = parsePolicy(text);
    if (parsed.size >= parsedMax) parsed.clear();
    parsed.set(text, policy);
  }
  return policy;
}

/** Exported for tests. An explicit deny of one of the sources beats every allow. */
export function allows(
  policy: Policy,
  { target, sourceArns, caller }: Omit<PermissionQuestion, 'parent' | 'trace'>,
  nowMs: number,
): boolean {
  const decisions = sourceArns.map((sourceArn) => {
    const context = requestContext({ 'aws:SourceArn': sourceArn, 'aws:SourceAccount': caller.account }, nowMs);
    const request = {
      principal: principalOf(caller),
      action: 'lambda:InvokeFunction',
      resources: [arnOf(target)],
      resourceAccount: target.account,
      context,
    };
    return evaluate(request, { identity: [], resource: policy }).decision;
  });
  return decisions.includes('allow') && !decisions.includes('explicitDeny');
}

/** As the policy names it: that of `$LATEST` is the function's own. */
function arnOf({ name, qualifier, account, region }: FunctionTarget): string {
  const suffix = qualifier === undefined || qualifier === '$LATEST' ? '' : `:${qualifier}`;
  return formatArn({ service: 'lambda', region, account, resource: `function:${name}${suffix}` });
}
