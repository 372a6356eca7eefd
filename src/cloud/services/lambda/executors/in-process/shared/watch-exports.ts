/** What a member was when its module had been evaluated; accessors are not asked. */
interface Watched {
  readonly object: object;
  readonly keys: readonly PropertyKey[];
  readonly values: readonly unknown[];
  /** Has no accessors: its members can be read as they are, which is much the fastest. */
  readonly isPlain: boolean;
}

/** Watches what modules export (objects, classes and their prototypes, up to the engine's own) for being patched. */
export class WatchedExports {
  readonly #watched = new Map<object, Watched>();
  /** How many members each has. */
  readonly #fixed = new Map<object, number>();

  /** Notes the exports of a module as they are now. */
  add(exports: unknown): void {
    if (!isObject(exports)) return;
    this.#note(exports);
    for (const value of valuesOf(exports)) if (typeof value === 'function') this.#noteClass(value);
  }

  /** Notes an object whose members cannot be changed, so that only further ones can come; false where they can be. */
  addFixed(object: object): boolean {
    const keys = Reflect.ownKeys(object);
    if (!keys.every((key) => isFixed(object, key))) return false;
    this.#fixed.set(object, keys.length);
    return true;
  }

  /** Whether somebody has replaced, added or removed a member. */
  get isPatched(): boolean {
    for (const [object, count] of this.#fixed) if (Reflect.ownKeys(object).length !== count) return true;
    for (const watched of this.#watched.values()) if (isChanged(watched)) return true;
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
    const isPlain = keys.every((key) => !Reflect.getOwnPropertyDescriptor(object, key)?.get);
    this.#watched.set(object, { object, keys, values: keys.map((key) => memberOf(object, key)), isPlain });
  }
}

function isFixed(object: object, key: PropertyKey): boolean {
  const { configurable, writable, set } = Reflect.getOwnPropertyDescriptor(object, key) ?? {};
  return configurable === false && !writable && set === undefined;
}

/** Asked of thousands of members after each run: loops and plain reads are a fourth of what descriptors cost. */
function isChanged({ object, keys, values, isPlain }: Watched): boolean {
  const now = Reflect.ownKeys(object);
  if (now.length !== keys.length) return true;
  const members = object as Readonly<Record<PropertyKey, unknown>>;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] as PropertyKey;
    if (now[index] !== key) return true;
    if ((isPlain ? members[key] : memberOf(object, key)) !== values[index]) return true;
  }
  return false;
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
