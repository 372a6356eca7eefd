/** A request that a person may try. */
export interface SampleRequest {
  /** As routes have it; `ANY` is tried with a GET. */
  readonly verb: string;
  /** `/orders/{id}`, as routes have it. */
  readonly path: string;
  readonly query?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly type: string; readonly text: string };
  /** Whether it takes credentials that nobody here has. */
  readonly isClosed?: boolean;
}

const verbsWithBody: ReadonlySet<string> = new Set(['PATCH', 'POST', 'PUT']);
const emptyBody = { type: 'application/json', text: '{}' };

/** A line for the shell, complete: a value for each `{name}` of the path, and a body where the method takes one. */
export function curlLine(url: string, request: SampleRequest): string {
  const { verb, path, query = [], headers = {} } = request;
  const flag = isRead(request) ? '' : `-X ${verb} `;
  const asked = query.length === 0 ? '' : `?${query.map((name) => `${encodeURIComponent(name)}=text`).join('&')}`;
  const body = verbsWithBody.has(verb) ? (request.body ?? emptyBody) : undefined;
  const allHeaders = { ...headers, ...(body && { 'content-type': body.type }) };
  return [
    `curl -s ${flag}${quoted(`${url}${path.replace(/\{([^}]+)\}/g, (_, name: string) => sampleOf(name))}${asked}`)}`,
    ...Object.entries(allHeaders).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body ? [`-d ${quoted(body.text)}`] : []),
  ].join(' ');
}

/** Those that work at once come first: that only read, need no value that somebody made, and are open to all. */
export function byEase(one: SampleRequest, other: SampleRequest): number {
  return effort(one) - effort(other) || (nameOf(one) < nameOf(other) ? -1 : 1);
}

const effort = (request: SampleRequest): number =>
  (request.isClosed ? 4 : 0) + (request.path.includes('{') ? 2 : 0) + (isRead(request) ? 0 : 1);

const nameOf = ({ path, verb }: SampleRequest): string => `${path} ${verb}`;

const isRead = ({ verb }: SampleRequest): boolean => verb === 'GET' || verb === 'ANY';

/** `{orderId}` → 1, `{sku}` → sku-1, `{proxy+}` → hello */
function sampleOf(name: string): string {
  if (name.endsWith('+')) return 'hello';
  return /id$/i.test(name) ? '1' : `${encodeURIComponent(name)}-1`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
