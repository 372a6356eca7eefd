import type { ApiKeyRecord, RestApiState } from '../../state.ts';

/** Finds keys by their values. What it remembers is checked against the record, so it is never out of date. */
export class ApiKeyIndex {
  readonly #ids = new Map<string, string>();

  /** Undefined for a value that no key has. */
  find({ apiKeys }: RestApiState, value: string): ApiKeyRecord | undefined {
    const known = apiKeys.get(this.#ids.get(value) ?? '');
    if (known?.value === value) return known;
    for (const key of apiKeys.values()) {
      if (key.value !== value) continue;
      this.#ids.set(value, key.id);
      return key;
    }
    return undefined;
  }

  clear(): void {
    this.#ids.clear();
  }
}
