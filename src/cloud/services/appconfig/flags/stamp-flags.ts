import type { FlagDocument } from './flag-document.ts';

type Stamped = Readonly<Record<string, { readonly _createdAt?: unknown }>>;

/** The document as it is kept: AWS notes when flags and values were made and changed. */
export function stampFlags(document: FlagDocument, nowMs: number): string {
  const now = new Date(nowMs).toISOString();
  const stamp = (entries: Stamped = {}) =>
    Object.fromEntries(
      Object.entries(entries).map(([key, value]) => [
        key,
        { ...value, _createdAt: value._createdAt ?? now, _updatedAt: now },
      ]),
    );
  return JSON.stringify({
    ...document,
    ...(document.flags && { flags: stamp(document.flags) }),
    ...(document.values && { values: stamp(document.values as Stamped) }),
  });
}
