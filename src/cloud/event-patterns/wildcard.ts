/** The texts between the wildcards: one more than there are wildcards. */
export type Wildcard = readonly string[];

/** Reads `*` and the escapes `\*` and `\\`. Throws an `Error` with AWS's text. */
export function readWildcard(text: string): Wildcard {
  const segments: string[] = [];
  let segment = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const following = text.charAt(index + 1);
    // AWS counts in bytes, and the quotation mark before the text.
    const position = (): number => Buffer.byteLength(text.slice(0, index)) + 1;
    if (character === '*') {
      if (following === '*') throw new Error(`Consecutive wildcard characters at pos ${position()}`);
      segments.push(segment);
      segment = '';
    } else if (character === '\\') {
      if (following !== '*' && following !== '\\') throw new Error(`Invalid escape character at pos ${position()}`);
      segment += following;
      index += 1;
    } else {
      segment += character;
    }
  }
  return [...segments, segment];
}

/** Each text between wildcards at the first place that it fits: no way back, so linear in the number of wildcards. */
export function matchesWildcard(wildcard: Wildcard, text: string): boolean {
  const [first = '', ...others] = wildcard;
  const last = others.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const segment of others) {
    const found = text.indexOf(segment, at);
    if (found === -1) return false;
    at = found + segment.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
