/** What copies of a module are made of, read once: copies are made for every environment. */
interface Parts {
  /** Members that are copied as values, which the engine does by their shape alone. */
  readonly plain: Readonly<Record<string, unknown>>;
  /** All others. Accessors stay accessors, so that deprecated ones are not touched. */
  readonly special: readonly (readonly [name: PropertyKey, descriptor: PropertyDescriptor])[];
  readonly prototype: object | null;
  readonly namesItself: boolean;
}

const read = new WeakMap<object, Parts>();

function partsOf(module: object): Parts {
  const known = read.get(module);
  if (known) return known;
  const plain: Record<string, unknown> = {};
  const special: [PropertyKey, PropertyDescriptor][] = [];
  for (const name of Reflect.ownKeys(module)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(module, name) ?? {};
    const { value, writable, enumerable } = descriptor;
    if (typeof name === 'string' && writable && enumerable) plain[name] = value as unknown;
    else special.push([name, { ...descriptor, configurable: true }]);
  }
  const prototype = Object.getPrototypeOf(module) as object | null;
  const parts = { plain, special, prototype, namesItself: Object.hasOwn(module, 'default') };
  read.set(module, parts);
  return parts;
}

/** A copy of a module with some members replaced. */
export function withMembers(module: object, members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { plain, special, prototype, namesItself } = partsOf(module);
  const copy: Record<string, unknown> = { ...plain, ...members };
  for (const [name, descriptor] of special) {
    if (!Object.hasOwn(members, name)) Object.defineProperty(copy, name, descriptor);
  }
  if (prototype !== Object.prototype) Object.setPrototypeOf(copy, prototype);
  // `require('x').default` of modules that name themselves.
  if (namesItself) Object.defineProperty(copy, 'default', { value: copy, configurable: true, enumerable: false });
  return copy;
}
