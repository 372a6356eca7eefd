/** Few names are ever seen; lowering each of them again for every request would show in a profile. */
const lowered = new Map<string, string>();
const loweredMax = 1000;

function lower(name: string): string {
  const known = lowered.get(name);
  if (known !== undefined) return known;
  const made = name.toLowerCase();
  if (lowered.size < loweredMax) lowered.set(name, made);
  return made;
}

/** On a null prototype, so that no header name can mean anything but itself. */
export function joinHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = lower(rawHeaders[index] ?? '');
    const value = rawHeaders[index + 1] ?? '';
    const before = headers[name];
    headers[name] = before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  return headers;
}
