import { type Edit, names } from './edit.ts';
import { type AnyNode, type Binding, isNode } from './scopes.ts';

/** `__toESM(require_x(), 1)`: the names of a CommonJS module, as ES modules import them. */
interface NamespaceCall {
  readonly node: AnyNode;
  readonly helper: Binding;
}

const helperLengthMax = 1500;

/** esbuild's `__toESM`, by what it does: it defines `default` where the module does not say that it was an ES module. */
export function isNamespaceHelper({ init, kind }: Binding, source: string): boolean {
  if (kind !== 'var' || init?.type !== 'ArrowFunctionExpression' || init.end - init.start > helperLengthMax)
    return false;
  const text = source.slice(init.start, init.end);
  return (init.params as unknown[]).length === 3 && text.includes('.__esModule') && /,\s*["']default["']/.test(text);
}

/** Calls of the helper for modules that environments share, by the parts of the program that they do not. */
export function namespaceCalls(
  helper: Binding,
  isSharedModule: (name: string) => boolean,
  parentOf: (node: AnyNode) => AnyNode | undefined,
): NamespaceCall[] {
  return helper.mentions.flatMap(({ node }) => {
    const call = parentOf(node);
    if (call?.type !== 'CallExpression' || call.callee !== node) return [];
    const [module, mode, ...others] = call.arguments as AnyNode[];
    const isPlain = others.length === 0 && (mode === undefined || mode.type === 'Literal');
    const isRequire = module?.type === 'CallExpression' && (module.arguments as unknown[]).length === 0;
    if (!isPlain || !isRequire || !isNode(module.callee) || module.callee.type !== 'Identifier') return [];
    return isSharedModule(String(module.callee.name)) ? [{ node: call, helper }] : [];
  });
}

/**
 * Namespaces of modules are made once as well: hundreds of accessors that nobody can change. `tail` are members of what
 * the shared part answers, `edits` let the other part read them.
 */
export function shareNamespaces(calls: readonly NamespaceCall[], source: string) {
  const member = (index: number) => `$namespace${index}`;
  const edits: Edit[] = calls.map(({ node: { start, end } }, index) => ({
    start,
    end,
    text: `${names.shared}.${member(index)}${'\n'.repeat(source.slice(start, end).split('\n').length - 1)}`,
  }));
  const tail = calls.map(({ node: { start, end } }, index) => {
    const text = source.slice(start, end).replaceAll(/\s*\n\s*/g, ' ');
    return `get ${member(index)}(){return ${names.namespace}(${index},()=>${text})}`;
  });
  return { edits, tail };
}
