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
