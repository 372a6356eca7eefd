import { parsePolicy } from '../../../../policy/parse-policy.ts';
import { PolicySyntaxError } from '../../../../policy/policy-syntax-error.ts';
import type { Policy } from '../../../../policy/statement.ts';
import type { AuthorizerResult } from '../../gateway/authorizer-results.ts';
import { isJsonObject, type JsonObject } from '../../json-object.ts';
import { authorizerFailed } from '../gateway-error.ts';

/**
 * Reads an authorizer's answer; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 * @throws GatewayError (500) for anything that is not as it must be
 */
export function readAuthorizerResult(payload: string, isSimple: boolean): AuthorizerResult {
  const output = parse(payload);
  const { context = {} } = output;
  if (!isJsonObject(context)) throw authorizerFailed('The authorizer’s context is not an object');
  if (isSimple) {
    if (typeof output.isAuthorized !== 'boolean') throw authorizerFailed('isAuthorized is missing or no boolean');
    return { kind: 'simple', isAuthorized: output.isAuthorized, context };
  }
  const { principalId, policyDocument } = output;
  if (typeof principalId !== 'string' || !isJsonObject(policyDocument)) {
    throw authorizerFailed('principalId or policyDocument is missing');
  }
  return { kind: 'policy', principalId, policy: readPolicy(policyDocument), context };
}

/** The policy is about the caller alone; one that names principals would be judged wrongly. */
function readPolicy(document: JsonObject): Policy {
  const policy = parseOrFail({ ...document, Statement: document.Statement ?? [] });
  for (const { principals, notPrincipals } of policy.statements) {
    const element = principals ? 'Principal' : notPrincipals && 'NotPrincipal';
    if (element) throw authorizerFailed(`Squall does not judge ${element} in policies of authorizers`);
  }
  return policy;
}

function parseOrFail(document: JsonObject): Policy {
  try {
    return parsePolicy(document);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    if (error.fault !== 'unknown element') throw authorizerFailed(`policyDocument is no policy: ${error.message}`);
    throw authorizerFailed(`Squall does not judge ${error.found} in policies of authorizers`);
  }
}

function parse(payload: string): JsonObject {
  try {
    const output: unknown = JSON.parse(payload);
    if (isJsonObject(output)) return output;
  } catch {
    // Falls through to the complaint.
  }
  throw authorizerFailed('The authorizer did not answer with an object');
}
