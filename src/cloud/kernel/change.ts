/** One change of state: `value` undefined means deleted; `key` undefined means the collection was dropped. */
export interface Change {
  readonly collection: string;
  readonly key?: string;
  readonly value?: unknown;
}
