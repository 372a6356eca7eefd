/** What `!Ref Function.Alias` and the like stand for: by the SAM resource's id and the property, a logical id. */
export class ResourceReferences {
  readonly #ids = new Map<string, Map<string, string>>();

  get size(): number {
    return this.#ids.size;
  }

  add(logicalId: string, property: string, id: string): void {
    const ids = this.#ids.get(logicalId) ?? new Map<string, string>();
    ids.set(property, id);
    this.#ids.set(logicalId, ids);
  }

  get(logicalId: string, property: string): string | undefined {
    return this.#ids.get(logicalId)?.get(property);
  }
}
