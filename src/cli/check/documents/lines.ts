/** Lines of a document, as a tree of its members: those of lists go by their index. */
export interface Lines {
  /** Where it is named, from 1. */
  readonly line: number;
  readonly members: ReadonlyMap<string, Lines>;
}

/** The line of what a path leads to, or of what is nearest to it on the way. */
export function lineAt(lines: Lines, path: readonly (string | number)[]): number {
  let node = lines;
  for (const key of path) {
    const next = node.members.get(String(key));
    if (!next) break;
    node = next;
  }
  return node.line;
}
