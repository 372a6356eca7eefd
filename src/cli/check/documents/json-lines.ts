import type { Lines } from './lines.ts';

interface Open extends Lines {
  readonly members: Map<string, Lines>;
  /** Of a list: how many items it has had; -1 of an object. */
  index: number;
  key: string;
}

/** Texts, brackets, commas, and the breaks between lines: all that there is to know of well-formed JSON. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],\n]/g;

/** The lines of well-formed JSON. YAML's parser reads JSON as well, and takes a second for a megabyte of it. */
export function jsonLines(text: string): Lines {
  let line = 1;
  const open: Open[] = [{ line: 1, members: new Map(), index: 0, key: '' }];
  const [root] = open as [Open];
  let keyLine = 1;
  for (const { 0: found, index } of text.matchAll(token)) {
    const top = open.at(-1) ?? root;
    if (found === '\n') line += 1;
    else if (found === ',') {
      if (top.index >= 0) top.index += 1;
    } else if (found === '{' || found === '[') {
      const node: Open = {
        line: top.index < 0 ? keyLine : line,
        members: new Map(),
        index: found === '{' ? -1 : 0,
        key: '',
      };
      top.members.set(top.index < 0 ? top.key : String(top.index), node);
      open.push(node);
    } else if (found === '}' || found === ']') open.pop();
    else if (top.index < 0 && isKey(text, index + found.length)) {
      top.key = JSON.parse(found) as string;
      keyLine = line;
      top.members.set(top.key, { line, members: none });
    } else if (top.index >= 0) top.members.set(String(top.index), { line, members: none });
  }
  return root.members.get('0') ?? root;
}

const none: ReadonlyMap<string, Lines> = new Map();

/** Whether a text that ends there is followed by a colon. */
function isKey(text: string, end: number): boolean {
  let at = end;
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at += 1;
  return text[at] === ':';
}
