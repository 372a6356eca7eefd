import { isJsonObject, type JsonObject, parseJsonObject } from '../../kernel/json.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import { PolicySyntaxError } from '../../policy/policy-syntax-error.ts';
import type { Policy } from '../../policy/statement.ts';
import type { AuthorizerResult } from './authorizer-results.ts';
import { MalformedResult } from './malformed-result.ts';

/**
 * Reads an authorizer's answer; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 * @throws MalformedResult for anything that is not as it must be
 */
export function readAuthorizerResult(payload: string, isSimple: boolean): AuthorizerResult {
  const output = parseJsonObject(payload);
  if (!output) throw new MalformedResult('The authorizer did not answer with an object');
  const { context = {} } = output;
  if (!isJsonObject(context)) throw new MalformedResult('The authorizer’s context is not an object');
  if (isSimple) {
    if (typeof output.isAuthorized !== 'boolean') throw new MalformedResult('isAuthorized is missing or no boolean');
    return { kind: 'simple', isAuthorized: output.isAuthorized, context };
  }
  const { principalId, policyDocument } = output;
  if (typeof principalId !== 'string' || !isJsonObject(policyDocument)) {
    throw new MalformedResult('principalId or policyDocument is missing');
  }
  return { kind: 'policy', principalId, policy: readPolicy(policyDocument), context };
}

/** The policy is about the caller alone; one that names principals would be judged wrongly. */
function readPolicy(document: JsonObject): Policy {
  const policy = parseOrFail({ ...document, Statement: document.Statement ?? [] });
  for (const { principals, notPrincipals } of policy.statements) {
    const element = principals ? 'Principal' : notPrincipals && 'NotPrincipal';
    if (element) throw new MalformedResult(`Squall does not judge ${element} in policies of authorizers`);
  }
  return policy;
}

function parseOrFail(document: JsonObject): Policy {
  try {
    return parsePolicy(document);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    if (error.fault !== 'unknown element') throw new MalformedResult(`policyDocument is no policy: ${error.message}`);
    throw new MalformedResult(`Squall does not judge ${error.found} in policies of authorizers`);
  }
}
