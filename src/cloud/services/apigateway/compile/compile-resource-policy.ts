import { formatArn } from '../../../kernel/arns.ts';
import { isJsonObject, type JsonObject, parseJson, parseJsonObject } from '../../../kernel/json.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { PolicySyntaxError } from '../../../policy/policy-syntax-error.ts';
import type { Policy } from '../../../policy/statement.ts';
import type { RestApiRecord } from '../state.ts';

/** Nobody is allowed anything: so is a policy read that cannot be read. */
const denying: Policy = { version: '2012-10-17', statements: [] };

/**
 * The resource policy of an API, its resources written in full; undefined where there is none.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html
 */
export function compileResourcePolicy(
  { id, policy }: Pick<RestApiRecord, 'id' | 'policy'>,
  { account, region }: { readonly account: string; readonly region: string },
): Policy | undefined {
  if (!policy) return undefined;
  const document = readDocument(policy);
  const ownArn = formatArn({ service: 'execute-api', region, account, resource: id });
  return document ? parsed(expanded(document, ownArn)) : denying;
}

/** As it was given, or as the API is described: the inside of a JSON string. */
function readDocument(policy: string): JsonObject | undefined {
  const document = parseJsonObject(policy);
  if (document) return document;
  const text = parseJson(`"${policy}"`);
  return typeof text === 'string' ? parseJsonObject(text) : undefined;
}

/** `execute-api:/prod/GET/pets` is about the API that the policy is on. */
function expanded(document: JsonObject, ownArn: string): JsonObject {
  const inFull = (value: unknown): unknown =>
    typeof value === 'string' ? value.replace(/^execute-api:\/?/, `${ownArn}/`) : value;
  const resources = (value: unknown): unknown => (Array.isArray(value) ? value.map(inFull) : inFull(value));
  const statement = (value: unknown): unknown => {
    if (!isJsonObject(value)) return value;
    const { Resource, NotResource } = value;
    return {
      ...value,
      ...(Resource !== undefined && { Resource: resources(Resource) }),
      ...(NotResource !== undefined && { NotResource: resources(NotResource) }),
    };
  };
  const { Statement } = document;
  return { ...document, Statement: Array.isArray(Statement) ? Statement.map(statement) : statement(Statement) };
}

function parsed(document: JsonObject): Policy {
  try {
    return parsePolicy(document);
  } catch (error) {
    if (error instanceof PolicySyntaxError) return denying;
    throw error;
  }
}
