import type { Node, Program } from 'acorn';
import { type Edit, names } from './edit.ts';

interface Named {
  readonly type: string;
  readonly name?: string;
  readonly value?: unknown;
}

/** The node types of acorn's that matter here, with the members that are read. */
interface Statement extends Node {
  readonly source?: { readonly value: string } | null;
  readonly specifiers?: readonly {
    readonly type: string;
    readonly local: Named;
    readonly imported?: Named;
    readonly exported?: Named;
  }[];
  readonly declaration?:
    | (Node & { readonly id?: Named | null; readonly declarations?: readonly { readonly id: Pattern }[] })
    | null;
  readonly exported?: Named | null;
}

interface Pattern extends Named {
  readonly elements?: readonly (Pattern | null)[];
  readonly properties?: readonly { readonly type: string; readonly value?: Pattern; readonly argument?: Pattern }[];
  readonly left?: Pattern;
  readonly argument?: Pattern;
}

const nameOf = (node: Named): string => node.name ?? String(node.value);
const key = (node: Named): string => JSON.stringify(nameOf(node));

/**
 * Turns the imports and exports of an ES module into code of an async function: imports are awaited at its head, exports
 * are getters, so that they follow their variables. Import cycles between files see what is there by then.
 */
export function rewriteModule(program: Program, text: string, edits: Edit[]): { readonly head: string } {
  const loads: string[] = [];
  const getters: string[] = [];
  const load = (source: string): string => {
    const variable = `__squall_m${loads.length}`;
    loads.push(`const ${variable} = await ${names.load}(${JSON.stringify(source)});`);
    return variable;
  };
  const get = (exported: string, expression: string) => getters.push(`get [${exported}]() { return ${expression}; }`);
  const stars: string[] = [];
  for (const node of program.body as unknown as Statement[]) {
    if (node.type === 'ImportDeclaration') {
      takeImport(node, load(node.source?.value ?? ''), loads);
      edits.push(blank(node.start, node.end, text));
    } else if (node.type === 'ExportAllDeclaration') {
      const module = load(node.source?.value ?? '');
      if (node.exported) get(key(node.exported), module);
      else stars.push(module);
      edits.push(blank(node.start, node.end, text));
    } else if (node.type === 'ExportNamedDeclaration') {
      takeNamed(node, { text, edits, load, get });
    } else if (node.type === 'ExportDefaultDeclaration') {
      takeDefault(node, edits, get);
    }
  }
  const define = `Object.defineProperties(${names.exports}, Object.getOwnPropertyDescriptors({ ${getters.join(', ')} }));`;
  const spread = stars.map(
    (star) =>
      `for (const k in ${star}) if (k !== "default" && !(k in ${names.exports})) Object.defineProperty(${names.exports}, k, { enumerable: true, get: () => ${star}[k] });`,
  );
  return { head: [define, ...loads, ...spread].join(' ') };
}

function takeImport(node: Statement, module: string, loads: string[]): void {
  const bound: string[] = [];
  for (const { type, local, imported } of node.specifiers ?? []) {
    if (type === 'ImportNamespaceSpecifier') loads.push(`const ${nameOf(local)} = ${module};`);
    else bound.push(`${imported ? key(imported) : '"default"'}: ${nameOf(local)}`);
  }
  if (bound.length > 0) loads.push(`const { ${bound.join(', ')} } = ${module};`);
}

interface Rewriting {
  readonly text: string;
  readonly edits: Edit[];
  load(source: string): string;
  get(exported: string, expression: string): void;
}

function takeNamed(node: Statement, { text, edits, load, get }: Rewriting): void {
  const { declaration } = node;
  if (declaration) {
    edits.push({ start: node.start, end: declaration.start, text: '' });
    const declared =
      declaration.declarations?.flatMap(({ id }) => boundNames(id)) ?? (declaration.id ? [nameOf(declaration.id)] : []);
    for (const name of declared) get(JSON.stringify(name), name);
    return;
  }
  const module = node.source ? load(node.source.value) : undefined;
  for (const { local, exported } of node.specifiers ?? []) {
    get(key(exported ?? local), module ? `${module}[${key(local)}]` : nameOf(local));
  }
  edits.push(blank(node.start, node.end, text));
}

function takeDefault(node: Statement, edits: Edit[], get: (exported: string, expression: string) => void): void {
  const { declaration } = node;
  if (!declaration) return;
  const isDeclaration = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
  if (isDeclaration && declaration.id) {
    edits.push({ start: node.start, end: declaration.start, text: '' });
    get('"default"', nameOf(declaration.id));
    return;
  }
  edits.push({ start: node.start, end: declaration.start, text: 'var __squall_default = ' });
  get('"default"', '__squall_default');
}

/** Names that a pattern binds: `{ a, b: [c] }` → a, c. */
function boundNames(pattern: Pattern | null | undefined): string[] {
  if (!pattern) return [];
  switch (pattern.type) {
    case 'Identifier':
      return [nameOf(pattern)];
    case 'ObjectPattern':
      return (pattern.properties ?? []).flatMap(({ value, argument }) => boundNames(value ?? argument));
    case 'ArrayPattern':
      return (pattern.elements ?? []).flatMap(boundNames);
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    default:
      return boundNames(pattern.argument);
  }
}

/** Nothing, in as many lines as there were. */
const blank = (start: number, end: number, text: string): Edit => ({
  start,
  end,
  text: `;${'\n'.repeat(text.slice(start, end).split('\n').length - 1)}`,
});
