import { headersByName, queryValues, requestTime } from '../../../gateway/requests/request-values.ts';
import type { HttpRequest } from '../../../kernel/http.ts';
import type { Caller } from '../../../kernel/identity.ts';
import type { UrlAddress } from './url-address.ts';

/** What is known of a request beside itself. */
export interface UrlRequest {
  readonly request: HttpRequest;
  readonly address: UrlAddress;
  readonly requestId: string;
  readonly traceId: string;
  readonly receivedMs: number;
  /** Who signed it, where the URL asks for that. */
  readonly signer: (Pick<Caller, 'account' | 'arn' | 'userId'> & { readonly accessKey: string }) | undefined;
}

/**
 * The event, of payload format 2.0.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads
 */
export function urlEvent(given: UrlRequest): object {
  const { request, address } = given;
  const { cookies, headers } = headersOf(given);
  const query = queryValues(request.query);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: address.path,
    rawQueryString: request.query,
    ...(cookies.length > 0 && { cookies }),
    headers,
    ...(query && {
      queryStringParameters: Object.fromEntries([...query].map(([name, values]) => [name, values.join(',')])),
    }),
    requestContext: contextOf(given),
    ...bodyOf(request),
  };
}

function headersOf({ request, traceId }: UrlRequest) {
  const headers: Record<string, string> = {};
  let cookies: string[] = [];
  for (const [name, values] of headersByName(request.rawHeaders)) {
    if (name === 'cookie') cookies = values.flatMap((value) => value.split(/;\s*/)).filter((cookie) => cookie !== '');
    else headers[name] = values.join(',');
  }
  const port = /:(\d+)$/.exec(headers.host ?? '')?.[1] ?? '443';
  return {
    cookies,
    headers: {
      ...headers,
      'x-amzn-tls-cipher-suite': 'TLS_AES_128_GCM_SHA256',
      'x-amzn-tls-version': 'TLSv1.3',
      'x-amzn-trace-id': headers['x-amzn-trace-id'] ?? `Root=${traceId}`,
      'x-forwarded-for': request.remoteAddress,
      'x-forwarded-port': port,
      'x-forwarded-proto': 'https',
    },
  };
}

function contextOf({ request, address, requestId, receivedMs, signer }: UrlRequest): object {
  return {
    accountId: signer?.account ?? 'anonymous',
    apiId: address.urlId,
    ...(signer && {
      authorizer: {
        iam: {
          accessKey: signer.accessKey,
          accountId: signer.account,
          callerId: signer.userId,
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: signer.arn,
          userId: signer.userId,
        },
      },
    }),
    domainName: address.domainName,
    domainPrefix: address.urlId,
    http: {
      method: request.method,
      path: address.path,
      protocol: 'HTTP/1.1',
      sourceIp: request.remoteAddress,
      userAgent: request.headers['user-agent'] ?? '',
    },
    requestId,
    routeKey: '$default',
    stage: '$default',
    time: requestTime(receivedMs),
    timeEpoch: receivedMs,
  };
}

/** Everything that is not known to be text comes in base64, forms included. */
const textTypes = /^(?:text\/|application\/(?:json|xml|javascript|[^;]*\+(?:json|xml))\s*(?:;|$))/i;

function bodyOf({ body, headers }: HttpRequest): object {
  if (body.byteLength === 0) return { isBase64Encoded: false };
  const isText = textTypes.test(headers['content-type'] ?? '');
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  return { body: bytes.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}
