import { matchesGlob } from '../../../../kernel/glob.ts';
import type { AuthorizerResult } from '../../gateway/authorizer-results.ts';
import { isJsonObject, type JsonObject } from '../../json-object.ts';
import { authorizerFailed } from '../gateway-error.ts';

/** Members of a statement that are judged; with any other the authorizer fails rather than decide wrongly. */
const understood: ReadonlySet<string> = new Set(['Sid', 'Effect', 'Action', 'Resource']);

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
  const statements = [policyDocument.Statement ?? []].flat().filter(isJsonObject);
  const strange = statements.flatMap((statement) => Object.keys(statement)).find((key) => !understood.has(key));
  if (strange !== undefined) throw authorizerFailed(`Squall does not judge ${strange} in policies of authorizers`);
  return { kind: 'policy', principalId, statements, context };
}

/** Whether the request of that ARN may go on. An explicit deny beats every allow. */
export function isAllowed(result: AuthorizerResult, resourceArn: string): boolean {
  if (result.kind === 'simple') return result.isAuthorized;
  const fitting = result.statements.filter(
    ({ Action, Resource }) =>
      textsOf(Action).some((action) => matchesGlob(action.toLowerCase(), 'execute-api:invoke')) &&
      textsOf(Resource).some((resource) => matchesGlob(resource, resourceArn)),
  );
  return fitting.some(({ Effect }) => Effect === 'Allow') && !fitting.some(({ Effect }) => Effect === 'Deny');
}

const textsOf = (value: unknown): string[] => [value].flat().filter((text): text is string => typeof text === 'string');

function parse(payload: string): JsonObject {
  try {
    const output: unknown = JSON.parse(payload);
    if (isJsonObject(output)) return output;
  } catch {
    // Falls through to the complaint.
  }
  throw authorizerFailed('The authorizer did not answer with an object');
}
