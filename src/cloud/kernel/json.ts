/** A JSON object, or anything else with members that was not checked yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Objects alone: arrays and null are none. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined for text that is not JSON, which no JSON text stands for. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined for text that is not JSON and for JSON that is no object: policies and documents are refused alike. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const value = parseJson(text);
  return isJsonObject(value) ? value : undefined;
}

/** Whether objects and arrays stand in one another beyond so many levels: what walks through them does so by recursion. */
export function nestsDeeper(value: unknown, levels: number, seen = new Set<object>()): boolean {
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  if (levels < 0) return true;
  seen.add(value);
  return Object.values(value).some((member) => nestsDeeper(member, levels - 1, seen));
}

declare global {
  interface JSON {
    /** TypeScript's library does not know it yet; Node does. */
    rawJSON(text: string): unknown;
  }
}

/** A number that `JSON.stringify` writes as a double: `1.0`, where it would write `1`. */
export const doubleJson = (value: number): unknown =>
  Number.isSafeInteger(value) ? JSON.rawJSON(`${value}.0`) : value;
