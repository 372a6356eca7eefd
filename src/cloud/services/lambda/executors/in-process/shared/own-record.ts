/** What shared code remembers: as its evaluation left it, and what each environment made of that. */
export type OwnRecord = Record<string, unknown>;

/** Makes the record of an environment: it begins as `first` is when a member is first asked for, and then is its own. */
export function recordMaker(state: readonly string[], first: OwnRecord): () => OwnRecord {
  class Members {
    [member: string]: unknown;
    readonly #values: OwnRecord = {};
    readonly #fresh = freshCopies();

    static {
      for (const name of state) {
        Object.defineProperty(Members.prototype, name, {
          get(this: Members) {
            if (!Object.hasOwn(this.#values, name)) this.#values[name] = this.#fresh(first[name]);
            return this.#values[name];
          },
          set(this: Members, value: unknown) {
            this.#values[name] = value;
          },
        });
      }
    }
  }
  return () => new Members();
}

/** Copies of what is changed in place; two names of one thing stay names of one thing. */
function freshCopies(): (value: unknown) => unknown {
  const known = new Map<unknown, unknown>();
  const fresh = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (!known.has(value)) known.set(value, copyOf(value, fresh));
    return known.get(value);
  };
  return fresh;
}

function copyOf(value: object, fresh: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return [...(value as unknown[])];
  if (value instanceof Map) return new Map(value);
  if (value instanceof Set) return new Set(value);
  if (value instanceof WeakMap) return new WeakMap();
  if (value instanceof WeakSet) return new WeakSet();
  if (value instanceof ArrayBuffer) return value.slice(0);
  if (ArrayBuffer.isView(value)) return viewOf(value, fresh(value.buffer) as ArrayBuffer);
  return Object.getPrototypeOf(value) === Object.prototype ? { ...value } : value;
}

function viewOf(view: ArrayBufferView, buffer: ArrayBuffer): ArrayBufferView {
  if (Buffer.isBuffer(view)) return Buffer.from(buffer, view.byteOffset, view.byteLength);
  const { length = view.byteLength } = view as Uint8Array;
  const View = view.constructor as new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;
  return new View(buffer, view.byteOffset, length);
}
