import { parsePolicy } from '../../policy/parse-policy.ts';
import type { Policy as ParsedPolicy } from '../../policy/statement.ts';
import type { AccessOf } from '../../service-kit/contract.ts';
import { functionArn, latest, readFunctionName } from './function-reference.ts';
import { policyDocumentOf } from './operations/permissions.ts';
import { keyOf, type LambdaState, type Policy } from './state.ts';

const accessOfInvoke: AccessOf = ({ FunctionName, Qualifier }, asked) => {
  const qualified = typeof Qualifier === 'string' ? Qualifier : undefined;
  const { name, qualifier } = readFunctionName(asked, 'Invoke', String(FunctionName ?? ''), qualified);
  // Policies know `$LATEST` as the function itself.
  const resource = functionArn(asked, name, qualifier === latest ? undefined : qualifier);
  return { action: 'lambda:InvokeFunction', resources: [resource] };
};

/**
 * What Lambda's operations ask for. Services are judged at Invoke alone.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
export const lambdaAccess: Readonly<Record<string, AccessOf>> = {
  Invoke: accessOfInvoke,
  InvokeWithResponseStream: accessOfInvoke,
};

/** By the value that the state holds, which never changes: a policy is parsed once, not once for each invoke. */
const parsed = new WeakMap<Policy, ParsedPolicy>();

/**
 * The policy of a function, version or alias.
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 */
export function functionPolicy(state: LambdaState, arn: string): ParsedPolicy | undefined {
  const [name = '', qualifier = latest] = arn.split(':').slice(6);
  const policy = state.policies.get(keyOf(name, qualifier));
  if (!policy) return undefined;
  let found = parsed.get(policy);
  if (!found) {
    found = parsePolicy({ ...policyDocumentOf(policy) });
    parsed.set(policy, found);
  }
  return found;
}
