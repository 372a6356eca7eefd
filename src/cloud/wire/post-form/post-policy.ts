import { AwsError } from '../../kernel/errors.ts';
import type { PostForm } from './read-form.ts';

interface Policy {
  readonly expiresMs: number;
  readonly conditions: readonly Condition[];
}

/** As the refusal spells it: `["eq", "$key", "a"]`. */
type Condition = readonly [operator: string, name: string | number, value: string | number];

/** Fields that no policy has to name. */
const freeFields = /^(?:x-amz-signature|signature|awsaccesskeyid|policy|file|x-ignore-.*)$/;

/**
 * Throws AccessDenied, EntityTooLarge or EntityTooSmall for a form that its policy does not allow, and
 * InvalidPolicyDocument for what is no policy. A form without one is anybody's.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
 */
export function assertPostPolicy(form: PostForm, nowMs: number): void {
  const text = form.fields.get('policy');
  if (text === undefined) return;
  const { expiresMs, conditions } = parsePolicy(text);
  if (expiresMs <= nowMs) throw denied('Policy expired.');
  const named = new Set<string>();
  for (const condition of conditions) {
    const [operator, name] = condition;
    if (operator === 'content-length-range') assertSize(form, condition);
    else {
      named.add(fieldOf(name));
      if (!holds(form, condition)) throw denied(`Policy Condition failed: ${spelled(condition)}`);
    }
  }
  const extra = [...form.fields.keys()].filter((name) => !named.has(name) && !freeFields.test(name));
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`);
}

const fieldOf = (name: string | number): string => String(name).replace(/^\$/, '').toLowerCase();

const spelled = (condition: Condition): string => `[${condition.map((each) => JSON.stringify(each)).join(', ')}]`;

const denied = (reason: string): AwsError =>
  new AwsError('AccessDenied', `Invalid according to Policy: ${reason}`, { status: 403 });

function holds({ fields, bucket, key }: PostForm, [operator, name, value]: Condition): boolean {
  const field = fieldOf(name);
  const actual = field === 'bucket' ? bucket : field === 'key' ? key : (fields.get(field) ?? '');
  if (operator === 'eq') return actual === String(value);
  // Of a list of content types each one must begin so.
  const values = field === 'content-type' ? actual.split(',') : [actual];
  return values.every((each) => each.trim().startsWith(String(value)));
}

function assertSize({ file }: PostForm, [, least, most]: Condition): void {
  const ProposedSize = String(file.byteLength);
  if (file.byteLength > Number(most)) {
    throw new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      status: 400,
      members: { ProposedSize, MaxSizeAllowed: String(most) },
    });
  }
  if (file.byteLength < Number(least)) {
    throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      status: 400,
      members: { ProposedSize, MinSizeAllowed: String(least) },
    });
  }
}

const invalid = (reason: string): AwsError =>
  new AwsError('InvalidPolicyDocument', `Invalid Policy: ${reason}`, { status: 400 });

function parsePolicy(base64: string): Policy {
  const document = parseDocument(base64);
  const { expiration, conditions } = document;
  if (expiration === undefined) throw invalid('Policy missing expiration.');
  const expiresMs = typeof expiration === 'string' ? Date.parse(expiration) : Number.NaN;
  if (Number.isNaN(expiresMs)) throw invalid(`Invalid 'expiration' value: '${String(expiration)}'`);
  if (!Array.isArray(conditions)) throw invalid('Policy missing conditions.');
  return { expiresMs, conditions: conditions.map(conditionOf) };
}

function parseDocument(base64: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
    if (typeof document === 'object' && document !== null) return document as Readonly<Record<string, unknown>>;
  } catch {
    // Told below.
  }
  throw invalid('Invalid JSON.');
}

const operators: ReadonlySet<unknown> = new Set(['eq', 'starts-with', 'content-length-range']);

/** `{ "acl": "private" }` is short for `["eq", "$acl", "private"]`. */
function conditionOf(condition: unknown): Condition {
  if (Array.isArray(condition)) {
    const [operator, name, value] = condition as unknown[];
    const lower = typeof operator === 'string' ? operator.toLowerCase() : operator;
    if (condition.length !== 3 || !operators.has(lower)) throw invalid('Invalid Condition: unknown operation.');
    return [lower as string, name as string, value as string];
  }
  const entries = Object.entries((condition ?? {}) as object);
  const [first] = entries;
  if (!first || entries.length !== 1) {
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  }
  return ['eq', `$${first[0]}`, String(first[1])];
}
