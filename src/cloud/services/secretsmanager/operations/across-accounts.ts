import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import { evaluate } from '../../../policy/evaluate.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { principalOf } from '../../../policy/principal.ts';
import { requestContext } from '../../../policy/request-context.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import { lookUp } from '../secrets/find-secret.ts';
import { stateIn } from '../secrets/save-secret.ts';
import type { SecretsManagerState } from '../state.ts';

interface NamesSecret {
  readonly SecretId?: string | undefined;
}

/**
 * An operation that an ARN leads into another account: that account's secret must let the caller in by its policy.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
 */
export const acrossAccounts =
  <I extends NamesSecret, O>(name: string, operation: Operation<I, O, SecretsManagerState>): typeof operation =>
  (state, input, context) => {
    const account = parseArn(input.SecretId ?? '')?.account ?? context.account;
    if (account === context.account) return operation(state, input, context);
    const theirs = { ...context, account };
    const foreign = stateIn(context.region, theirs);
    assertLetIn(foreign, input.SecretId ?? '', `secretsmanager:${name}`, theirs);
    return operation(foreign, input, theirs);
  };

/** What is not there and what is not shared are refused alike. `account` of the context is the secret's. */
function assertLetIn(state: SecretsManagerState, id: string, action: string, context: Context): void {
  const { arn, resourcePolicy } = lookUp(state, id) ?? {};
  const request = {
    // Identity policies are not judged yet: whoever calls speaks for its account.
    principal: principalOf(context.caller),
    action,
    resources: [arn ?? id],
    resourceAccount: context.account,
    context: requestContext({}, context.clock.now()),
  };
  const resource = resourcePolicy === undefined ? undefined : parsePolicy(resourcePolicy);
  const { decision } = evaluate(request, { identity: [everything], resource });
  if (decision !== 'allow') throw notShared(context, action, arn ?? id, decision === 'explicitDeny');
}

const everything = parsePolicy(
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }),
);

const notShared = ({ caller }: Context, action: string, resource: string, isDenied: boolean): AwsError =>
  new AwsError(
    'AccessDeniedException',
    `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${
      isDenied
        ? 'with an explicit deny in a resource-based policy'
        : `because no resource-based policy allows the ${action} action`
    }`,
  );
