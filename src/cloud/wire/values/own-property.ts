/** A record that is filled from outside; keys such as `__proto__` become own properties like any other. */
export type OpenRecord = Record<string, unknown>;

/** Sets an own property whatever the key is called: assigning `__proto__` would change the prototype instead. */
export function setOwn(record: OpenRecord, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
    return;
  }
  record[key] = value;
}

/** The own property or undefined; inherited ones (`constructor`, `toString`) do not count. */
export const getOwn = (record: object, key: string): unknown =>
  Object.hasOwn(record, key) ? (record as OpenRecord)[key] : undefined;
