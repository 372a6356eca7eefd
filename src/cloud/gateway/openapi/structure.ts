/** Any structure of a definition, not looked into yet. */
export type Structure = Readonly<Record<string, unknown>>;

export const isStructure = (value: unknown): value is Structure =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as a structure; one without members where it is none. */
export const structureOf = (value: unknown): Structure => (isStructure(value) ? value : {});

/** The value as a list; an empty one where it is none. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Undefined for what is no text. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
