import { matchesGlob } from '../../../kernel/glob.ts';
import { isJsonObject, parseJsonObject } from '../../../kernel/json.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { accessDenied, malformedPolicy } from '../errors.ts';
import type { Bucket } from '../state.ts';

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Condition?: unknown;
}

/**
 * Throws MalformedPolicy for what S3 would not take, and AccessDenied for a public policy where these are blocked.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function assertBucketPolicy(text: string, bucket: Bucket, context: Context): void {
  const statements = statementsOf(text);
  for (const statement of statements) assertStatement(statement, bucket.name);
  if (bucket.publicAccessBlock?.BlockPublicPolicy && statements.some(isPublic)) {
    throw accessDenied(
      `User: ${context.caller.arn} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket.name}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    );
  }
}

function statementsOf(text: string): Statement[] {
  const document = parseJsonObject(text);
  if (!document) throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  if (document.Statement === undefined) throw malformedPolicy('Missing required field Statement');
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  if (statements.length === 0) throw malformedPolicy('Could not parse the policy: Statement is empty!');
  if (!statements.every(isJsonObject)) throw malformedPolicy('Could not parse the policy: Statement is not an object!');
  return statements;
}

function assertStatement(statement: Statement, bucket: string): void {
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
    throw malformedPolicy(
      statement.Effect === undefined ? 'Missing required field Effect' : `Invalid effect: ${String(statement.Effect)}`,
    );
  }
  if (statement.Principal === undefined && statement.NotPrincipal === undefined) {
    throw malformedPolicy('Missing required field Principal');
  }
  const actions = texts(statement.Action ?? statement.NotAction);
  if (actions.length === 0) throw malformedPolicy('Missing required field Action');
  if (!actions.every((action) => action === '*' || /^s3:/i.test(action))) {
    throw malformedPolicy('Policy has invalid action');
  }
  const resources = texts(statement.Resource ?? statement.NotResource);
  if (resources.length === 0) throw malformedPolicy('Missing required field Resource');
  if (!resources.every((resource) => isOf(bucket, resource))) throw malformedPolicy('Policy has invalid resource');
}

/** Resources are the bucket itself or in it; a name may hold wildcards. */
function isOf(bucket: string, resource: string): boolean {
  const name = /^(?:arn:aws[a-z-]*:s3:::|\*)([^/]*)/.exec(resource)?.[1];
  if (name === undefined) return false;
  return resource === '*' || matchesGlob(name, bucket);
}

/** Allows everybody, on no condition. */
function isPublic(statement: Statement): boolean {
  const principals = statement.Principal;
  const isEverybody =
    principals === '*' ||
    (typeof principals === 'object' &&
      principals !== null &&
      'AWS' in principals &&
      texts(principals.AWS).includes('*'));
  return statement.Effect === 'Allow' && isEverybody && statement.Condition === undefined;
}

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
