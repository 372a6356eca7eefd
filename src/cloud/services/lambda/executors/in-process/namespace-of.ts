/** CommonJS as ES modules see it: the exports as the default, and their members by name. */
export function namespaceOf(exports: unknown): object {
  const isRich = (typeof exports === 'object' && exports !== null) || typeof exports === 'function';
  if (!isRich) return { default: exports };
  return new Proxy(exports, {
    get: (target, name) => (name === 'default' ? defaultOf(target) : (Reflect.get(target, name) as unknown)),
    has: (target, name) => name === 'default' || Reflect.has(target, name),
  });
}

/** A transpiled ES module in CommonJS is told from the rest by Node's own rule: it is not; the exports are the default. */
const defaultOf = (exports: object): unknown => exports;
