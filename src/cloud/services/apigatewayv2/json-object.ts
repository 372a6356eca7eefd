/** What `{…}` in JSON becomes. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Lists and null are objects to JavaScript, but not to JSON. */
export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
