/** What a member was when its module had been evaluated; accessors are not asked. */
interface Watched {
  readonly object: object;
  readonly keys: readonly PropertyKey[];
  readonly values: readonly unknown[];
}

/** Watches what modules export (objects, classes and their prototypes, up to the engine's own) for being patched. */
export class WatchedExports {
  readonly #watched = new Map<object, Watched>();

  /** Notes the exports of a module as they are now. */
  add(exports: unknown): void {
    if (!isObject(exports)) return;
    this.#note(exports);
    for (const value of valuesOf(exports)) if (typeof value === 'function') this.#noteClass(value);
  }

  /** Whether somebody has replaced, added or removed a member. */
  get isPatched(): boolean {
    for (const { object, keys, values } of this.#watched.values()) {
      const now = Reflect.ownKeys(object);
      if (now.length !== keys.length || !keys.every((key, index) => memberOf(object, key) === values[index]))
        return true;
    }
    return false;
  }

  #noteClass(made: object): void {
    for (let at: object | null = made; at && !isIntrinsic(at); at = Object.getPrototypeOf(at) as object | null) {
      this.#note(at);
      const { prototype } = at as { readonly prototype?: object };
      if (prototype) this.#note(prototype);
    }
  }

  #note(object: object): void {
    if (this.#watched.has(object) || isIntrinsic(object)) return;
    const keys = Reflect.ownKeys(object);
    this.#watched.set(object, { object, keys, values: keys.map((key) => memberOf(object, key)) });
  }
}

const isObject = (value: unknown): value is object =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

const valuesOf = (object: object): unknown[] => Reflect.ownKeys(object).map((key) => memberOf(object, key));

function memberOf(object: object, key: PropertyKey): unknown {
  const { get, value } = Reflect.getOwnPropertyDescriptor(object, key) ?? {};
  return get ?? (value as unknown);
}

/** Belongs to the whole process, and is changed by whoever likes to. */
const isIntrinsic = (object: object): boolean => intrinsics.has(object);

const intrinsics: ReadonlySet<object> = new Set(
  Reflect.ownKeys(globalThis).flatMap((name) => {
    const value = memberOf(globalThis, name);
    if (typeof value !== 'function') return [];
    const { prototype } = value as { readonly prototype?: object };
    return prototype ? [value, prototype] : [value];
  }),
);
