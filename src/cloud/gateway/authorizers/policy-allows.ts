import { type Evaluation, evaluate } from '../../policy/evaluate.ts';
import { requestContext } from '../../policy/request-context.ts';
import type { Policy } from '../../policy/statement.ts';

/** A request, as far as an authorizer's policy can tell requests apart. */
interface JudgedRequest {
  /** The API's. */
  readonly account: string;
  /** `arn:aws:execute-api:{region}:{account}:{apiId}/{stage}/{method}/{path}`, as it was asked for. */
  readonly arn: string;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  readonly referer: string | undefined;
  readonly nowMs: number;
}

/** Whether the policy that a Lambda authorizer answered lets a request go on. */
export const policyAllows = (policy: Policy, request: JudgedRequest): boolean =>
  judgePolicy(policy, request) === 'allow';

/**
 * What the policy that a Lambda authorizer answered says of a request, by the keys that API Gateway has for conditions.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
 */
export function judgePolicy(policy: Policy, { account, arn, nowMs, ...asked }: JudgedRequest): Evaluation['decision'] {
  const keys = {
    'aws:SourceIp': asked.sourceIp,
    'aws:UserAgent': asked.userAgent,
    'aws:Referer': asked.referer,
    // AWS's endpoints answer by TLS alone.
    'aws:SecureTransport': 'true',
  };
  const request = {
    principal: { kind: 'user', account, arn: '' } as const,
    action: 'execute-api:Invoke',
    resources: [arn],
    resourceAccount: account,
    context: requestContext(keys, nowMs),
  };
  return evaluate(request, { identity: [policy] }).decision;
}
