import { matchesGlob } from '../../../kernel/glob.ts';
import { isPublic } from '../../../policy/is-public.ts';
import { parsePolicy } from '../../../policy/parse-policy.ts';
import { PolicySyntaxError } from '../../../policy/policy-syntax-error.ts';
import type { Policy, Statement } from '../../../policy/statement.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { accessDenied, malformedPolicy } from '../errors.ts';
import type { Bucket } from '../state.ts';

/**
 * Throws MalformedPolicy for what S3 would not take, and AccessDenied for a public policy where these are blocked.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function assertBucketPolicy(text: string, bucket: Bucket, context: Context): void {
  const policy = parseBucketPolicy(text);
  for (const statement of policy.statements) assertStatement(statement, bucket.name);
  if (bucket.publicAccessBlock?.BlockPublicPolicy && isPublic(policy)) {
    throw accessDenied(
      `User: ${context.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket.name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    );
  }
}

function parseBucketPolicy(text: string): Policy {
  try {
    const policy = parsePolicy(text);
    if (policy.statements.length > 0) return policy;
  } catch (error) {
    throw error instanceof PolicySyntaxError ? malformedPolicy(wordingOf(error)) : error;
  }
  throw malformedPolicy('Could not parse the policy: Statement is empty!');
}

/** S3's own words, where they are known. */
function wordingOf({ fault, found, path }: PolicySyntaxError): string {
  switch (fault) {
    case 'json':
      return "Policies must be valid JSON and the first byte must be '{'";
    case 'missing':
      return `Missing required field ${found}`;
    case 'empty':
      return `Missing required field ${path.split('.').at(-1)?.replace('Not', '')}`;
    case 'effect':
      return `Invalid effect: ${found}`;
    case 'unknown element':
      return `Unknown field ${found}`;
    case 'operator':
      return `Invalid Condition type : ${found}`;
    default:
      return 'Invalid policy syntax.';
  }
}

function assertStatement(statement: Statement, bucket: string): void {
  if (!statement.principals && !statement.notPrincipals) throw malformedPolicy('Missing required field Principal');
  const actions = statement.actions ?? statement.notActions;
  if (!actions) throw malformedPolicy('Missing required field Action');
  if (!actions.every((action) => action === '*' || /^s3:/i.test(action))) {
    throw malformedPolicy('Policy has invalid action');
  }
  const resources = statement.resources ?? statement.notResources;
  if (!resources) throw malformedPolicy('Missing required field Resource');
  if (!resources.every((resource) => isOf(bucket, resource))) throw malformedPolicy('Policy has invalid resource');
}

/** Resources are the bucket itself or in it; a name may hold wildcards. */
function isOf(bucket: string, resource: string): boolean {
  const name = /^(?:arn:aws[a-z-]*:s3:::|\*)([^/]*)/.exec(resource)?.[1];
  return resource === '*' || (name !== undefined && matchesGlob(name, bucket));
}
