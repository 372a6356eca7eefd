import { createHash } from 'node:crypto';
import { AwsError } from '../../../../kernel/errors.ts';
import type { HttpRequest } from '../../../../kernel/http.ts';
import { parseQuery } from '../../../../wire/request/query-parameters.ts';
import { type CredentialScope, canonicalRequest, scopeOf, sha256 } from '../../../../wire/signatures/signed-request.ts';
import { verifySignature } from '../../../../wire/signatures/sigv4.ts';
import type { Exchange, RoutedExchange } from '../exchange.ts';
import { GatewayFailure } from '../gateway-failure.ts';
import type { Authorization } from './authorization.ts';
import { policyDenies } from './denied.ts';
import { judgeCaller, methodArn } from './judge-request.ts';

/**
 * AWS_IAM methods: a request signed for `execute-api`. Signatures of credentials that were issued here are verified;
 * others are taken for what they say, as everywhere in this cloud, unless all are to be verified.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
 */
export function authorizeIam(exchange: RoutedExchange): Authorization {
  const { kernel } = exchange;
  const { accessKeyId } = signerOf(exchange);
  const caller = kernel.identity.callerOf(accessKeyId);
  const decision = judgeCaller(exchange, caller);
  if (decision !== 'allow') throw policyDenies(decision, methodArn(exchange), caller.arn);
  return { kind: 'iam', caller, accessKeyId };
}

/** What is said where no method takes the request: AWS looks at its signature first, whatever the API asks for. */
export function unroutedFailure(exchange: Exchange): GatewayFailure {
  try {
    signerOf(exchange);
  } catch (error) {
    if (error instanceof GatewayFailure) return error;
    throw error;
  }
  return new GatewayFailure('ACCESS_DENIED', {
    message: 'Unable to determine service/operation name to be authorized',
  });
}

/** Who signed the request; throws what AWS says of one that is not signed well. */
function signerOf({ kernel, request, api }: Exchange): CredentialScope {
  const query = parseQuery(request.query);
  const { authorization } = request.headers;
  if (authorization === undefined && !query.has('X-Amz-Credential')) {
    throw new GatewayFailure('MISSING_AUTHENTICATION_TOKEN');
  }
  const complaint = authorization === undefined ? undefined : incompleteness(authorization, request);
  if (complaint !== undefined) throw invalid('IncompleteSignatureException', complaint);
  const scope = scopeOf(request, query);
  if (scope?.service !== 'execute-api') {
    throw invalid('InvalidSignatureException', "Credential should be scoped to correct service: 'execute-api'. ");
  }
  if (scope.region !== undefined && scope.region !== api.region) {
    const text = `Credential should be scoped to a valid Region, not '${scope.region}'. `;
    throw invalid('InvalidSignatureException', text);
  }
  const credential = kernel.identity.find(scope.accessKeyId);
  if (credential?.isRevoked || (!credential && kernel.settings.verifySignatures)) throw unknownToken();
  try {
    if (credential) verifySignature(request, credential, kernel.clock.now(), kernel.clock.machineNow());
  } catch (error) {
    throw error instanceof AwsError ? failureOf(error, request, scope) : error;
  }
  return scope;
}

/** Parts of the header in AWS's order. */
const parts = ['Credential', 'Signature', 'SignedHeaders'];

/** What is wrong with an Authorization header's form; AWS repeats no secrets, so that it tells a hash of the header. */
function incompleteness(authorization: string, { headers }: HttpRequest): string | undefined {
  const hash = createHash('sha256').update(authorization).digest('base64');
  const space = authorization.indexOf(' ');
  const fields = space < 0 ? [] : authorization.slice(space + 1).split(',');
  if (fields.some((field) => !field.includes('='))) {
    return `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hash}'.`;
  }
  const missing = parts.filter((name) => !fields.some((field) => field.trim().startsWith(`${name}=`)));
  const complaints = missing.map((name) => `Authorization header requires '${name}' parameter.`);
  if (headers['x-amz-date'] === undefined && headers.date === undefined) {
    complaints.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (complaints.length === 0) return undefined;
  return `${complaints.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${hash}`;
}

function failureOf({ code, message }: AwsError, request: HttpRequest, scope: CredentialScope): GatewayFailure {
  switch (code) {
    case 'ExpiredTokenException':
      return new GatewayFailure('EXPIRED_TOKEN');
    case 'UnrecognizedClientException':
      return unknownToken();
    case 'InvalidSignatureException':
      return invalid(
        code,
        message.startsWith('The request signature') ? message + expectation(request, scope) : message,
      );
    default:
      return invalid(code, message);
  }
}

/** REST APIs say what they would have signed. */
function expectation(request: HttpRequest, { date, region, service }: CredentialScope): string {
  const { headers } = request;
  const signedHeaders = /SignedHeaders=([^,\s]+)/.exec(headers.authorization ?? '')?.[1];
  if (signedHeaders === undefined) return '';
  const payloadHash = headers['x-amz-content-sha256'] ?? sha256(request.body);
  const canonical = canonicalRequest(request, signedHeaders.split(';'), payloadHash, false);
  const scope = `${date}/${region ?? ''}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'] ?? '', scope, sha256(canonical)].join('\n');
  return `\n\nThe Canonical String for this request should have been\n'${canonical}'\n\nThe String-to-Sign should have been\n'${toSign}'\n`;
}

const unknownToken = (): GatewayFailure =>
  invalid('UnrecognizedClientException', 'The security token included in the request is invalid.');

const invalid = (errorType: string, message: string): GatewayFailure =>
  new GatewayFailure('INVALID_SIGNATURE', { errorType, message });
