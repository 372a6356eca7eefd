/** A frame of a stack trace; both numbers count from 1. */
export interface StackFrame {
  /** Of the function, where it has a name. */
  readonly name: string | undefined;
  /** As printed: a path or a file URL. */
  readonly file: string;
  readonly line: number;
  readonly column: number | undefined;
}

/** `    at handler (file:///app/order.ts:8:33)`; undefined for what is no frame, or has no place. */
export function parseFrame(text: string): StackFrame | undefined {
  const [, body] = /^\s*at (?:async )?(.+)$/.exec(text) ?? [];
  if (body === undefined) return undefined;
  // The CDK leaves the parentheses half empty: `at file:///app/stack.ts:7 (:)`.
  const parts = /^(.*?) ?\((.*)\)$/.exec(body);
  const named = parts?.[2] && placeIn(parts[2]);
  if (parts && named) return { ...named, name: parts[1] || undefined };
  const bare = placeIn(parts?.[1] ?? body);
  return bare && { ...bare, name: undefined };
}

function placeIn(text: string) {
  const [, file, line, column] = /^((?:file:|node:|\/|[A-Za-z]:[\\/]).*?):(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (file === undefined) return undefined;
  return { file, line: Number(line), column: column === undefined ? undefined : Number(column) };
}
