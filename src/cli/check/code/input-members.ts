/** The members of an object that is written out from `from` on, those of its members left out: `{ TableName, Key: … }`. */
export function inputMembers(code: string, from: number): string[] {
  const open = /^\s*\{/.exec(code.slice(from, from + 200));
  if (!open) return [];
  const members: string[] = [];
  let depth = 0;
  let isExpected = true;
  for (let at = from + open[0].length; at < code.length && depth >= 0; at += 1) {
    const here = code[at] ?? '';
    if (here === '"' || here === "'" || here === '`') at = code.indexOf(here, at + 1);
    else if ('{[('.includes(here)) depth += 1;
    else if ('}])'.includes(here)) depth -= 1;
    else if (here === ',' && depth === 0) isExpected = true;
    else if (isExpected && /[A-Za-z_]/.test(here)) {
      const name = /^\w+/.exec(code.slice(at, at + 100))?.[0] ?? '';
      members.push(name);
      isExpected = false;
      at += name.length - 1;
    } else if (here === '.') isExpected = false;
    if (at < 0) break;
  }
  return members;
}
