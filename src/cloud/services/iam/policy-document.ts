import { malformedPolicy } from './errors.ts';

/** Identity policies say what may be done to what; trust policies say who may assume the role. */
export type PolicyKind = 'identity' | 'trust';

type Statement = Readonly<Record<string, unknown>>;

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
    if (!isRecord(statement)) throw malformedPolicy('Syntax errors in policy.');
    assertStatement(statement, kind);
    if (statement.Sid !== undefined && statement.Sid !== '' && sids.has(statement.Sid)) {
      throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.');
    }
    sids.add(statement.Sid);
  }
}

function parse(text: string, kind: PolicyKind): Statement {
  try {
    const document: unknown = JSON.parse(text);
    if (isRecord(document)) return document;
  } catch {
    // Falls through: AWS words it the same for what is no JSON and for what is no object.
  }
  throw malformedPolicy(kind === 'trust' ? 'This policy contains invalid Json' : 'Syntax errors in policy.');
}

function assertStatement(statement: Statement, kind: PolicyKind): void {
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') throw malformedPolicy('Syntax errors in policy.');
  const actions = listOf(statement.Action ?? statement.NotAction);
  if (actions.length === 0) throw malformedPolicy('Policy statement must contain actions.');
  for (const each of actions) {
    if (typeof each !== 'string') throw malformedPolicy('Syntax errors in policy.');
    if (!action.test(each)) {
      throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
  }
  if (statement.Condition !== undefined && !isRecord(statement.Condition)) {
    throw malformedPolicy('Syntax errors in policy.');
  }
  if (kind === 'trust') assertTrustStatement(statement);
  else assertIdentityStatement(statement);
}

function assertTrustStatement(statement: Statement): void {
  if (statement.Resource !== undefined) throw malformedPolicy('Has prohibited field Resource');
  if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
    throw malformedPolicy('Missing required field Principal');
  }
}

function assertIdentityStatement(statement: Statement): void {
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

const isRecord = (value: unknown): value is Statement =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The policy language takes one value where it takes a list. */
function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Documents travel percent-encoded in every answer, as RFC 3986 has it. */
export const encodeDocument = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
