import { parsePolicy } from '../../../policy/parse-policy.ts';
import { PolicySyntaxError } from '../../../policy/policy-syntax-error.ts';
import type { Policy, Statement } from '../../../policy/statement.ts';
import { malformedPolicy } from '../errors.ts';

/** Identity policies say what may be done to what; trust policies say who may assume the role. */
export type PolicyKind = 'identity' | 'trust';

/** `*` or `vendor:Action`, with wildcards. */
const action = /^(\*|[a-z0-9-]+:[\w*?]+)$/i;
const resource = /^(\*|arn:.+|\$\{.+)$/s;

/**
 * Throws `MalformedPolicyDocument` for what IAM's grammar refuses.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function assertPolicyDocument(text: string, kind: PolicyKind): void {
  const sids = new Set<string>();
  for (const statement of parse(text, kind).statements) {
    assertStatement(statement, kind);
    const { sid = '' } = statement;
    if (sid !== '' && sids.has(sid)) throw malformedPolicy('Statement IDs (SID) in a single policy must be unique.');
    sids.add(sid);
  }
}

function parse(text: string, kind: PolicyKind): Policy {
  try {
    return parsePolicy(text, { isEffectOfAnyCase: true });
  } catch (error) {
    throw error instanceof PolicySyntaxError ? malformedPolicy(wordingOf(error, kind)) : error;
  }
}

/** AWS words it the same for what is no JSON and for what is no object. */
function wordingOf(error: PolicySyntaxError, kind: PolicyKind): string {
  const { fault, path } = error;
  if (kind === 'trust' && fault === 'json') return 'This policy contains invalid Json';
  if (kind === 'trust' && lacksPrincipal(error)) return 'Missing required field Principal';
  if (fault === 'empty' && path.endsWith('Action')) return 'Policy statement must contain actions.';
  if (fault === 'empty' && path.endsWith('Resource')) return 'Policy statement must contain resources.';
  return 'Syntax errors in policy.';
}

/** A statement that has something else in the place of its principal. */
const lacksPrincipal = ({ fault, path, siblings }: PolicySyntaxError): boolean =>
  fault === 'unknown element' &&
  /^Statement(\[\d+\])?$/.test(path) &&
  !siblings.includes('Principal') &&
  !siblings.includes('NotPrincipal');

function assertStatement(statement: Statement, kind: PolicyKind): void {
  const actions = statement.actions ?? statement.notActions;
  if (!actions) throw malformedPolicy('Policy statement must contain actions.');
  if (!actions.every((each) => action.test(each))) {
    throw malformedPolicy('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  if (kind === 'trust') assertTrustStatement(statement);
  else assertIdentityStatement(statement);
}

function assertTrustStatement({ resources, principals, notPrincipals }: Statement): void {
  if (resources) throw malformedPolicy('Has prohibited field Resource');
  if (!principals && !notPrincipals) throw malformedPolicy('Missing required field Principal');
}

function assertIdentityStatement({ principals, notPrincipals, resources, notResources }: Statement): void {
  if (principals || notPrincipals) throw malformedPolicy('Policy document should not specify a principal.');
  const named = resources ?? notResources;
  if (!named) throw malformedPolicy('Policy statement must contain resources.');
  const odd = named.find((each) => !resource.test(each));
  if (odd !== undefined) throw malformedPolicy(`Resource ${odd} must be in ARN format or "*".`);
}
