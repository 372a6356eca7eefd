import type { Random } from '../../kernel/random.ts';

/**
 * Headers that concern one connection and are passed on in neither direction.
 * https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1
 */
export const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Raw headers by lower-cased name, one element for each time that a header was sent, in the order sent. Those of the
 * connection are left out.
 */
export function headersByName(rawHeaders: readonly string[]): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]?.toLowerCase() ?? '';
    const value = rawHeaders[index + 1] ?? '';
    if (hopByHop.has(name)) continue;
    const values = headers.get(name);
    if (values) values.push(value);
    else headers.set(name, [value]);
  }
  return headers;
}

/** Name and value pairs of a query, decoded, in the order sent. */
function queryPairs(query: string): [name: string, value: string][] {
  if (query === '') return [];
  const pairs: [string, string][] = [];
  for (const part of query.split('&')) {
    if (part === '') continue;
    const mark = part.indexOf('=');
    pairs.push(mark < 0 ? [decode(part), ''] : [decode(part.slice(0, mark)), decode(part.slice(mark + 1))]);
  }
  return pairs;
}

/** The query's values by name; undefined when there is no query, so that events can leave it out. */
export function queryValues(query: string): Map<string, string[]> | undefined {
  const pairs = queryPairs(query);
  if (pairs.length === 0) return undefined;
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return values;
}

/** Malformed escapes stay as they are: nothing that a client writes may make the gateway fail. */
function decode(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The extended request id of API Gateway, `JKJaXmPLvHcESHA=`: eleven bytes in base64, made without buffers. */
export function newRequestId(random: Random): string {
  let id = '';
  for (let word = 0; word < 3; word += 1) {
    let bits = random.int(2 ** 30);
    for (let digit = 0; digit < 5; digit += 1) {
      // The last digit has four bits of the eleven bytes.
      id += base64url.charAt(bits & (id.length === 14 ? 60 : 63));
      bits >>>= 6;
    }
  }
  return `${id}=`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** CLF time as events and access logs print it: `12/Mar/2020:19:03:58 +0000`. */
export function requestTime(epochMs: number): string {
  const date = new Date(epochMs);
  const day = `${twoDigits(date.getUTCDate())}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}`;
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(twoDigits).join(':');
  return `${day}:${time} +0000`;
}
