import { type Node, type Program, parse } from 'acorn';
import { type Edit, names } from './edit.ts';
import { rewriteModule } from './rewrite-module.ts';
import { type AnyNode, isNode } from './scopes.ts';
import { splitBundle } from './split-bundle.ts';

export interface Instrumented {
  /** An expression: a function of the shims names that answers the module's function. */
  readonly code: string;
  /** The same for what of it environments can share; the function answers what `code` takes from it. */
  readonly shared?: SharedSource;
}

export interface SharedSource {
  readonly code: string;
  /** Names of what each environment has of its own. */
  readonly state: readonly string[];
}

const loops: ReadonlySet<string> = new Set([
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'WhileStatement',
  'DoWhileStatement',
]);

/**
 * Makes a source ready to be run any number of times in this process: loops count, so that endless ones can be broken
 * off; `import` goes through our loader; an ES module becomes an async function. `shims` are the names that the code
 * gets from us in place of the process's own.
 */
export function instrument(source: string, isModule: boolean, shims: readonly string[]): Instrumented {
  const text = source.replace(/^#!/, '//');
  const program = parse(text, {
    ecmaVersion: 'latest',
    sourceType: isModule ? 'module' : 'script',
    allowReturnOutsideFunction: !isModule,
    allowHashBang: true,
    allowAwaitOutsideFunction: isModule,
  });
  const edits: Edit[] = [];
  visit(program, (node) => editsOf(node, edits));
  if (isModule) {
    const { head } = rewriteModule(program as Program, text, edits);
    const inner = `async function (${names.exports}) { "use strict"; ${head} ${apply(text, edits)}\n}`;
    return { code: asFactory(inner, shims) };
  }
  const split = splitBundle(text, program as Node as AnyNode);
  if (!split) return { code: asFactory(asCommonJs(apply(text, edits)), shims) };
  const { shared, own } = split;
  const sharedCode = apply(text, [...shared.edits, ...edits]) + shared.tail;
  return {
    code: asFactory(asCommonJs(apply(text, [...own.edits, ...edits])), shims),
    shared: { code: asFactory(asCommonJs(sharedCode), shims), state: shared.state },
  };
}

const asCommonJs = (body: string): string => `function (exports, require, module, __filename, __dirname) { ${body}\n}`;

function asFactory(inner: string, shims: readonly string[]): string {
  const { tick, load, meta, shared, own, evaluate, namespace } = names;
  return `(function (${[...shims, tick, load, meta, shared, own, evaluate, namespace].join(', ')}) { return (${inner}); })`;
}

function editsOf(node: AnyNode, edits: Edit[]): void {
  if (loops.has(node.type)) {
    const { body } = node as unknown as { readonly body: Node };
    if (body.type === 'BlockStatement') {
      edits.push({ start: body.start + 1, end: body.start + 1, text: `${names.tick}();` });
    } else {
      edits.push({ start: body.start, end: body.start, text: `{${names.tick}();` });
      edits.push({ start: body.end, end: body.end, text: '}' });
    }
  } else if (node.type === 'ImportExpression') {
    edits.push({ start: node.start, end: node.start + 'import'.length, text: names.load });
  } else if (node.type === 'MetaProperty' && (node as unknown as { meta: { name: string } }).meta.name === 'import') {
    edits.push({ start: node.start, end: node.end, text: names.meta });
  }
}

/** Every node of the tree, without recursion: bundles nest deeply. */
function visit(root: Node, look: (node: AnyNode) => void): void {
  const waiting: AnyNode[] = [root as AnyNode];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    look(node);
    for (const key in node) {
      const value = node[key];
      if (typeof value !== 'object' || value === null) continue;
      if (Array.isArray(value)) {
        for (const each of value) if (isNode(each)) waiting.push(each);
      } else if (isNode(value)) {
        waiting.push(value);
      }
    }
  }
}

/** Replaces from the start to the end; insertions at one place keep the order in which they were made. */
function apply(text: string, edits: readonly Edit[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
  const parts: string[] = [];
  let at = 0;
  for (const { edit } of ordered) {
    if (edit.start < at) continue;
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
