import { type AnyNode, isNode } from './scopes.ts';

/** A module in a bundle, which is evaluated when it is first required. */
export interface WrappedModule {
  /** What its wrapper is given: the function, or an object whose only member it is. */
  readonly argument: AnyNode;
  readonly body: AnyNode;
}

const wrapperLengthMax = 1000;

/** `__commonJS` and `__esm` of esbuild, by what they do: they answer a function that calls what they are given once. */
export function isWrapper(init: AnyNode | undefined, source: string): boolean {
  if (!init || !isFunction(init) || init.end - init.start > wrapperLengthMax) return false;
  const [first, second] = init.params as AnyNode[];
  if (first?.type !== 'Identifier' || second?.type !== 'Identifier') return false;
  const text = source.slice(init.start, init.end).replaceAll(/\s/g, '');
  return text.includes(`${String(second.name)}={exports:{}}`) || text.includes(`(${String(first.name)}=0)`);
}

/** The module in `wrapper((exports, module) => { … })` or `wrapper({ 'its/path'(exports, module) { … } })`. */
export function moduleOf(init: unknown, wrappers: ReadonlySet<string>): WrappedModule | undefined {
  if (!isNode(init) || init.type !== 'CallExpression') return undefined;
  const callee = init.callee as AnyNode;
  const [argument] = init.arguments as AnyNode[];
  if (callee.type !== 'Identifier' || !wrappers.has(String(callee.name)) || !argument) return undefined;
  if (isFunction(argument)) return { argument, body: argument };
  if (argument.type !== 'ObjectExpression') return undefined;
  const [property, ...others] = argument.properties as AnyNode[];
  const body = property?.value;
  return others.length === 0 && isNode(body) && isFunction(body) ? { argument, body } : undefined;
}

const isFunction = ({ type }: AnyNode): boolean => type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
