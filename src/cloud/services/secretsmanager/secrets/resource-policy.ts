import { parsePolicy } from '../../../policy/parse-policy.ts';
import { PolicySyntaxError } from '../../../policy/policy-syntax-error.ts';
import type { Policy } from '../../../policy/statement.ts';
import { malformedPolicy } from '../errors.ts';

/** Throws `MalformedPolicyDocumentException` for what is no policy of a resource: without statements, or without whom. */
export function parseResourcePolicy(text: string): Policy {
  const policy = parseOrThrow(text);
  const isForSomebody = policy.statements.every(({ principals, notPrincipals }) => principals ?? notPrincipals);
  if (policy.statements.length === 0 || !isForSomebody) throw malformedPolicy();
  return policy;
}

function parseOrThrow(text: string): Policy {
  try {
    return parsePolicy(text, { isEffectOfAnyCase: true });
  } catch (error) {
    throw error instanceof PolicySyntaxError ? malformedPolicy() : error;
  }
}
