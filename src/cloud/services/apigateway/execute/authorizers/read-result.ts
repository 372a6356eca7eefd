import type { AuthorizerResult } from '../../../../gateway/authorizers/authorizer-results.ts';
import { MalformedResult } from '../../../../gateway/authorizers/malformed-result.ts';
import { readAuthorizerResult } from '../../../../gateway/authorizers/read-authorizer-result.ts';
import { parseJsonObject } from '../../../../kernel/json.ts';

/** A decision that is a policy: REST APIs know no other. */
export type PolicyDecision = Extract<AuthorizerResult, { readonly kind: 'policy' }>;

const usageKeyCharactersMin = 20;

/**
 * Reads what a Lambda authorizer answered.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 * @throws MalformedResult
 */
export function readResult(payload: string): PolicyDecision {
  const result = readAuthorizerResult(payload, false);
  if (result.kind !== 'policy') throw new MalformedResult('The authorizer answered no policy');
  const odd = Object.entries(result.context).find(([, value]) => typeof value === 'object' && value !== null);
  if (odd) throw new MalformedResult(`The authorizer’s context has an object or a list at ${odd[0]}`);
  const key = parseJsonObject(payload)?.usageIdentifierKey;
  if (key === undefined || key === null) return result;
  if (typeof key !== 'string' || key.length < usageKeyCharactersMin) {
    throw new MalformedResult(`usageIdentifierKey is no text of ${usageKeyCharactersMin} characters or more`);
  }
  return { ...result, usageIdentifierKey: key };
}

/** All of a context as text, which is all that events and mappings show; null values are left out. */
export function contextTexts({ context }: PolicyDecision): Record<string, string> {
  const entries = Object.entries(context).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
