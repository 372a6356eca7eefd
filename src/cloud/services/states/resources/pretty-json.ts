/** Members in the order of their names, in all depths. */
export function sortedByKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedByKeys);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sortedByKeys((value as Record<string, unknown>)[name])]));
}

/** JSON in lines as CloudFormation writes it: `"Name" : value`, and lists in one line. */
export function prettyJson(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    return value.length === 0 ? '[ ]' : `[ ${value.map((each) => prettyJson(each, indent)).join(', ')} ]`;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  const members = Object.entries(value).map(
    ([name, member]) => `${deeper}${JSON.stringify(name)} : ${prettyJson(member, deeper)}`,
  );
  return members.length === 0 ? '{ }' : `{\n${members.join(',\n')}\n${indent}}`;
}
