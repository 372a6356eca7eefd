import { parseArn } from '../../../kernel/arns.ts';
import { type Caller, rootCaller } from '../../../kernel/identity.ts';
import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import { evaluate } from '../../../policy/evaluate.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import type { StatementDocument } from '../../../policy/policy-document.ts';
import { PolicySyntaxError } from '../../../policy/policy-syntax-error.ts';
import { principalOf } from '../../../policy/principal.ts';
import { requestContext } from '../../../policy/request-context.ts';
import type { Policy } from '../../../policy/statement.ts';
import { policyTooLong, validation } from '../errors.ts';
import type { EventBus } from '../state.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const policyCharactersMax = 10_240;

/** The statements of a policy as they were written; none where there is no policy. */
export function statementsOf(policy: string | undefined): readonly StatementDocument[] {
  const { Statement } = (policy === undefined ? undefined : parseJsonObject(policy)) ?? {};
  const list = isJsonObject(Statement) ? [Statement] : Array.isArray(Statement) ? Statement : [];
  return list as readonly StatementDocument[];
}

/** The text of a policy of these statements; undefined for none. */
export function policyText(statements: readonly StatementDocument[]): string | undefined {
  if (statements.length === 0) return undefined;
  return checkedPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
}

/** @throws AwsError for what is no policy, or too long */
export function checkedPolicy(text: string): string {
  if (text.length > policyCharactersMax) throw policyTooLong();
  try {
    parsePolicy(text);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw validation(`Parameter Policy is not valid. Reason: ${error.message}`);
  }
  return text;
}

/** By the bus, whose values never change. */
const parsed = new WeakMap<EventBus, Policy>();

function policyOf(bus: EventBus): Policy | undefined {
  if (bus.policy === undefined) return undefined;
  const known = parsed.get(bus) ?? parsePolicy(bus.policy);
  parsed.set(bus, known);
  return known;
}

/** Who puts what on a bus of another account. */
interface ForeignPut {
  readonly caller: Caller;
  /** Whose event it is. */
  readonly account: string;
  readonly source: string;
  readonly detailType: string;
}

/** Whether callers of another account may put events of that source and type on the bus. */
export function mayPutEvents(
  bus: EventBus,
  { caller, account, source, detailType }: ForeignPut,
  nowMs: number,
): boolean {
  const keys = { 'events:source': source, 'events:detail-type': detailType, 'aws:PrincipalAccount': account };
  // What rules send is their account's, whichever service carries it.
  const sender = caller.kind === 'service' ? rootCaller(account, account) : caller;
  const evaluation = evaluate(
    {
      principal: principalOf(sender),
      action: 'events:PutEvents',
      resources: [bus.arn],
      resourceAccount: parseArn(bus.arn)?.account ?? '',
      context: requestContext(keys, nowMs),
    },
    { identity: [], resource: policyOf(bus) },
  );
  // Identity policies are not asked anywhere yet: what the bus grants is enough.
  return (
    evaluation.decision === 'allow' || (evaluation.decision === 'implicitDeny' && evaluation.missing === 'identity')
  );
}
