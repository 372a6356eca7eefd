/**
 * JSON as API Gateway writes it, in exports and in the schemas of imported models: a space on both sides of the colon,
 * lists on one line.
 */
export function jsonText(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => jsonText(item === undefined ? null : item, indent));
    return items.length === 0 ? '[ ]' : `[ ${items.join(', ')} ]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${inner}${JSON.stringify(name)} : ${jsonText(member, inner)}`);
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`;
}
