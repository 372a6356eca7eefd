import { AwsError } from '../../kernel/errors.ts';
import { evaluate } from '../../policy/evaluate.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import { principalOf } from '../../policy/principal.ts';
import { requestContext } from '../../policy/request-context.ts';
import type { Policy } from '../../policy/statement.ts';
import type { Context } from '../../service-kit/contract.ts';
import { type LambdaState, openState } from './state.ts';

type Asking = Pick<Context, 'region' | 'caller' | 'clock' | 'kernel'>;

/** What a caller's own account is taken to allow it. */
const everything = parsePolicy({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** What another account has in this region. */
export const stateOfAccount = ({ kernel, region }: Asking, account: string): LambdaState =>
  openState(kernel.world.scope('lambda', account, region));

interface Question {
  readonly account: string;
  readonly action: string;
  readonly arn: string;
  /** Of what is asked for, in the account that has it. */
  readonly policy: Policy | undefined;
}

/**
 * Asserts that another account lets the caller use what it has: its policy must allow it, as identity policies are not
 * judged. Throws AccessDeniedException.
 */
export function assertShared({ caller, clock }: Asking, { account, action, arn, policy }: Question): void {
  const request = {
    principal: principalOf(caller),
    action,
    resources: [arn],
    resourceAccount: account,
    context: requestContext({ 'aws:PrincipalAccount': caller.account }, clock.now()),
  };
  const allowed = evaluate(request, { identity: [everything], resource: policy });
  if (allowed.decision === 'allow') return;
  throw new AwsError(
    'AccessDeniedException',
    `User: ${caller.arn || caller.principal} is not authorized to perform: ${action} on resource: ${arn} because no resource-based policy allows the ${action} action`,
    { status: 403 },
  );
}
