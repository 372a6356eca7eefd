import { isMap, isScalar, isSeq, type LineCounter, type Node } from 'yaml';
import type { Lines } from './lines.ts';

/** The lines of a document of YAML, by the ranges of its nodes. */
export function yamlLines(root: Node | null, counter: LineCounter): Lines {
  const lineOf = (node: unknown): number => {
    const offset = (node as Node | null)?.range?.[0];
    return offset === undefined ? 1 : counter.linePos(offset).line;
  };
  const read = (node: unknown, line: number): Lines => {
    const members = new Map<string, Lines>();
    if (isMap(node)) {
      for (const { key, value } of node.items)
        members.set(isScalar(key) ? String(key.value) : '', read(value, lineOf(key)));
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) members.set(String(index), read(item, lineOf(item)));
    }
    return { line, members };
  };
  return read(root, lineOf(root));
}
