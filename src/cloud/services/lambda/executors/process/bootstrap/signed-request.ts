import { createHash, createHmac } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';

type Variables = Readonly<Record<string, string | undefined>>;

/** An answer of AppConfig. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Asks AppConfig by GET, as the function. */
export const signedGet = (path: string, query: Readonly<Record<string, string>>, variables: Variables) =>
  send('GET', path, new URLSearchParams(query).toString(), '', variables);

/** Likewise by POST, with JSON. */
export const signedPost = (path: string, input: object, variables: Variables) =>
  send('POST', path, '', JSON.stringify(input), variables);

function send(method: string, path: string, query: string, body: string, variables: Variables): Promise<Answer> {
  const endpoint = new URL(variables.AWS_ENDPOINT_URL ?? '');
  const headers = {
    host: endpoint.host,
    'x-amz-date': new Date().toISOString().replaceAll(/[-:]|\.\d+/g, ''),
    'x-amz-security-token': variables.AWS_SESSION_TOKEN ?? '',
  };
  const authorization = signature({ method, path, query, body, headers }, variables);
  const target = query === '' ? path : `${path}?${query}`;
  return new Promise((resolve, reject) => {
    const sent = request(new URL(target, endpoint), {
      method,
      agent: false,
      headers: { ...headers, authorization, ...(body !== '' && { 'content-type': 'application/json' }) },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) }),
      );
    });
    sent.end(body);
  });
}

interface Unsigned {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  readonly headers: Readonly<Record<'host' | 'x-amz-date' | 'x-amz-security-token', string>>;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signature({ method, path, query, body, headers }: Unsigned, variables: Variables): string {
  const date = headers['x-amz-date'];
  const scope = [date.slice(0, 8), variables.AWS_REGION ?? '', 'appconfig', 'aws4_request'];
  const signed = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = [method, path, query, lines.join(''), signed, sha256(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(canonical)].join('\n');
  let key = Buffer.from(`AWS4${variables.AWS_SECRET_ACCESS_KEY ?? ''}`);
  for (const part of scope) key = createHmac('sha256', key).update(part).digest();
  const hex = createHmac('sha256', key).update(text).digest('hex');
  const credential = `${variables.AWS_ACCESS_KEY_ID ?? ''}/${scope.join('/')}`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed}, Signature=${hex}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
