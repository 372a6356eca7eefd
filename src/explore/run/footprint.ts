interface Access {
  readonly footprint: readonly string[];
  readonly isWrite: boolean;
}

/** Whether the order of two calls can matter: they touch the same thing, and one of them writes. */
export function conflict(one: Access, other: Access): boolean {
  if (!one.isWrite && !other.isWrite) return false;
  return one.footprint.some((a) => other.footprint.some((b) => overlaps(a, b)));
}

function overlaps(a: string, b: string): boolean {
  if (a === b) return true;
  return (a.endsWith('*') && b.startsWith(a.slice(0, -1))) || (b.endsWith('*') && a.startsWith(b.slice(0, -1)));
}
