import { structureOf } from '../../../gateway/openapi/structure.ts';

/** A map of texts, as mappings and templates are; undefined where there is none. */
export function textsOf(value: unknown): Record<string, string> | undefined {
  const entries = Object.entries(structureOf(value)).flatMap(([name, text]) =>
    text === null || text === undefined ? [] : [[name, asText(text)] as const],
  );
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** YAML reads `200` and `true` as what they look like; structures are written as JSON. */
export const asText = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Without the members that a definition does not have: AWS does not tell them. */
export function present<T extends object>(record: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
