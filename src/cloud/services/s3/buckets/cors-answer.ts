import type { CORSRule } from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import { matchesGlob } from '../../../kernel/glob.ts';
import type { CorsQuestion, ResourceCors } from '../../../service-kit/cors.ts';
import type { S3State } from '../state.ts';

/** Caches must not give one origin's answer to another. */
const vary = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** By the first rule that fits; https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html */
export const s3Cors: ResourceCors<S3State> = {
  allow(state, { resource, method, headers }) {
    const { origin = '' } = headers;
    const rule = state.buckets.get(resource)?.cors?.find((one) => allows(one, origin, method, []));
    return rule && permissions(rule, origin);
  },
  preflight(state, question) {
    const { origin, method, wished } = preflightOf(question);
    const bucket = state.buckets.get(question.resource);
    if (!bucket) throw forbidden('Bucket not found', question.method, 'BUCKET');
    if (!bucket.cors) throw forbidden('CORS is not enabled for this bucket.', question.method, 'BUCKET');
    const rule = bucket.cors.find((one) => allows(one, origin, method, wished));
    if (!rule) throw forbidden(notAllowed, method, question.isWhole ? 'BUCKET' : 'OBJECT');
    return {
      ...permissions(rule, origin),
      ...(wished.length > 0 && { 'access-control-allow-headers': wished.join(', ') }),
    };
  },
};

const notAllowed =
  "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

const methods: ReadonlySet<string> = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);

/** What a preflight asks for; throws BadRequest for one that does not ask. */
function preflightOf({ headers }: CorsQuestion) {
  const { origin } = headers;
  const method = headers['access-control-request-method'];
  if (origin === undefined) {
    throw new AwsError('BadRequest', 'Insufficient information. Origin request header needed.', { status: 400 });
  }
  if (method === undefined || !methods.has(method)) {
    throw new AwsError('BadRequest', `Invalid Access-Control-Request-Method: ${method ?? 'null'}`, { status: 400 });
  }
  const wished = (headers['access-control-request-headers'] ?? '').split(',').map((name) => name.trim().toLowerCase());
  return { origin, method, wished: wished.filter((name) => name !== '') };
}

const forbidden = (message: string, Method: string, ResourceType: string): AwsError =>
  new AwsError('AccessForbidden', `CORSResponse: ${message}`, { status: 403, members: { Method, ResourceType } });

function allows(rule: CORSRule, origin: string, method: string, wished: readonly string[]): boolean {
  const { AllowedOrigins = [], AllowedMethods = [], AllowedHeaders = [] } = rule;
  return (
    AllowedMethods.includes(method) &&
    AllowedOrigins.some((pattern) => matchesGlob(pattern, origin, { single: '' })) &&
    wished.every((name) => AllowedHeaders.some((pattern) => matchesGlob(pattern.toLowerCase(), name, { single: '' })))
  );
}

/** A rule for everybody says so; one for certain origins lets their credentials in, too. */
function permissions(rule: CORSRule, origin: string): Record<string, string> {
  const { AllowedMethods = [], AllowedOrigins = [], ExposeHeaders = [], MaxAgeSeconds } = rule;
  const isForAll = AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': isForAll ? '*' : origin,
    'access-control-allow-methods': AllowedMethods.join(', '),
    ...(ExposeHeaders.length > 0 && { 'access-control-expose-headers': ExposeHeaders.join(', ') }),
    ...(MaxAgeSeconds !== undefined && { 'access-control-max-age': String(MaxAgeSeconds) }),
    ...(!isForAll && { 'access-control-allow-credentials': 'true' }),
    vary,
  };
}
