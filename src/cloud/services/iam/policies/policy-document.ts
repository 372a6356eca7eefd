import { raise } from '../../../kernel/errors.ts';
import { isJsonObject, type JsonObject, parseJsonObject } from '../../../kernel/json.ts';
import { malformedPolicy } from '../errors.ts';

/** Identity policies say what may be done to what; trust policies say who may assume the role. */
export type PolicyKind = 'identity' | 'trust';

const versions: readonly unknown[] = [undefined, '2012-10-17', '2008-10-17'];
/** `*` or `vendor:Action`, with wildcards. */
const action = /^(\*|[a-z0-9-]+:[\w*?]+)$/i;
const resource = /^(\*|arn:.+|\$\{.+)$/s;

/**
 * Throws `MalformedPolicyDocument` for what IAM's grammar refuses.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function assertPolicyDocument(text: string, kind: PolicyKind): void {
  const document = parse(text, kind);
  if (!versions.includes(document.Version)) throw malformedPolicy('Syntax errors in policy.');
  const statements = listOf(document.Statement);
  if (document.Statement === undefined) throw malformedPolicy('Syntax errors in policy.');
  const sids = new Set<unknown>();
  for (const statement of statements) {
    if (!isJsonObject(statement)) throw malformedPolicy('Syntax errors in policy.');
    assertStatement(statement, kind);
    if (statement.Sid !== undefined && statement.Sid !== '' && sids.has(statement.Sid)) {
      throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.');
    }
    sids.add(statement.Sid);
  }
}

/** AWS words it the same for what is no JSON and for what is no object. */
function parse(text: string, kind: PolicyKind): JsonObject {
  const wording = kind === 'trust' ? 'This policy contains invalid Json' : 'Syntax errors in policy.';
  return parseJsonObject(text) ?? raise(malformedPolicy(wording));
}

function assertStatement(statement: JsonObject, kind: PolicyKind): void {
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw malformedPolicy('Syntax errors in policy.');
  const actions = listOf(statement.Action ?? statement.NotAction);
  if (actions.length === 0) throw malformedPolicy('Policy statement must contain actions.');
  for (const each of actions) {
    if (typeof each !== 'string') throw malformedPolicy('Syntax errors in policy.');
    if (!action.test(each)) {
      throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
  }
  if (statement.Condition !== undefined && !isJsonObject(statement.Condition)) {
    throw malformedPolicy('Syntax errors in policy.');
  }
  if (kind === 'trust') assertTrustStatement(statement);
  else assertIdentityStatement(statement);
}

function assertTrustStatement(statement: JsonObject): void {
  if (statement.Resource !== undefined) throw malformedPolicy('Has prohibited field Resource');
  if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
    throw malformedPolicy('Missing required field Principal');
  }
}

function assertIdentityStatement(statement: JsonObject): void {
  if (statement.Principal !== undefined || statement.NotPrincipal !== undefined) {
    throw malformedPolicy('Policy document should not specify a principal.');
  }
  const resources = listOf(statement.Resource ?? statement.NotResource);
  if (resources.length === 0) throw malformedPolicy('Policy statement must contain resources.');
  for (const each of resources) {
    if (typeof each !== 'string') throw malformedPolicy('Syntax errors in policy.');
    if (!resource.test(each)) throw malformedPolicy(`Resource ${each} must be in ARN format or "*".`);
  }
}

/** The policy language takes one value where it takes a list. */
function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
