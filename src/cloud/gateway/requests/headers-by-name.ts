import { hopByHop } from './hop-by-hop.ts';

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
