import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import type { PolicyDocument } from '../../../policy/policy-document.ts';
import { PolicySyntaxError } from '../../../policy/policy-syntax-error.ts';
import { invalidAttributeValue } from '../errors.ts';

/** Policies are stored; what cannot be one is refused, whatever the reason. */
export function assertPolicy(text: string): void {
  try {
    parsePolicy(text);
  } catch (error) {
    throw error instanceof PolicySyntaxError ? invalidAttributeValue('Policy') : error;
  }
}

/** The policy of a queue, as it was written, with its statements as a list. */
export function policyOf(text: string | undefined): PolicyDocument | undefined {
  const policy = text === undefined ? undefined : parseJsonObject(text);
  if (!policy) return undefined;
  const { Statement } = policy;
  return { ...policy, Statement: isJsonObject(Statement) ? [Statement] : Statement } as PolicyDocument;
}
