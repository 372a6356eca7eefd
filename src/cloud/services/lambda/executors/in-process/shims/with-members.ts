const read = new WeakMap<object, Readonly<Record<string, PropertyDescriptor>>>();

/** Read once for a module: copies are made for every environment. */
function descriptorsOf(module: object): Readonly<Record<string, PropertyDescriptor>> {
  const known = read.get(module);
  if (known) return known;
  const descriptors = Object.getOwnPropertyDescriptors(module) as Record<string, PropertyDescriptor>;
  for (const name of Object.keys(descriptors)) descriptors[name] = { ...descriptors[name], configurable: true };
  read.set(module, descriptors);
  return descriptors;
}

/** A copy of a module with some members replaced. Accessors stay accessors, so that deprecated ones are not touched. */
export function withMembers(module: object, members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const descriptors = { ...descriptorsOf(module) };
  for (const [name, value] of Object.entries(members)) {
    descriptors[name] = { value, writable: true, enumerable: true, configurable: true };
  }
  const copy = Object.create(Object.getPrototypeOf(module) as object | null, descriptors) as Record<string, unknown>;
  // `require('x').default` of modules that name themselves.
  if ('default' in descriptors) Object.defineProperty(copy, 'default', { value: copy, configurable: true });
  return copy;
}
