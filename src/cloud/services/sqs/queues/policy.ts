import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import { invalidAttributeValue } from '../errors.ts';

/** As AddPermission writes them; policies that are set may have others. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Resource: unknown;
}

export interface Policy {
  readonly Version: string;
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}

const versions: readonly unknown[] = [undefined, '2012-10-17', '2008-10-17'];

/** Policies are stored; what cannot be one is refused. */
export function assertPolicy(text: string): void {
  const policy = parseJsonObject(text);
  if (!policy || !versions.includes(policy.Version)) throw invalidAttributeValue('Policy');
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  for (const statement of statements) {
    if (!isJsonObject(statement) || !['Allow', 'Deny'].includes(String(statement.Effect)))
      throw invalidAttributeValue('Policy');
  }
}

/** The policy of a queue, with its statements as a list. */
export function policyOf(text: string | undefined): Policy | undefined {
  const policy = text === undefined ? undefined : parseJsonObject(text);
  if (!policy) return undefined;
  const { Statement } = policy;
  return { ...policy, Statement: Array.isArray(Statement) ? Statement : [Statement] } as unknown as Policy;
}
