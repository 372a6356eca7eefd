import { type Edit, names } from './edit.ts';
import { type AnyNode, type Binding, isNode, type Mention, type Scope } from './scopes.ts';

/** What caches and the like begin as, and is filled in place. */
const collections: ReadonlySet<string> = new Set(['Map', 'Set', 'WeakMap', 'WeakSet', 'Array']);
const buffers: ReadonlySet<string> = new Set(['Uint8Array', 'Uint16Array', 'Uint32Array', 'DataView']);
const changing: ReadonlySet<string> = new Set([
  ...['set', 'add', 'delete', 'clear', 'push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill'],
]);

/** A program whose modules are evaluated once for many environments. */
export interface SharedProgram {
  readonly bindings: readonly Binding[];
  /** Whether a scope's code runs when its module is evaluated, and never again. */
  readonly isEvaluation: (scope: Scope) => boolean;
  /** What encloses a node. */
  readonly parentOf: (node: AnyNode) => AnyNode | undefined;
}

export interface OwnState {
  readonly edits: readonly Edit[];
  /** Variables that moved, each with the expression that it became. */
  readonly moved: ReadonlyMap<Binding, string>;
}

/**
 * What modules remember beyond their evaluation (caches, counters, flags) belongs to each environment: such variables
 * become members of a record that `own()` answers. Undefined where a variable cannot be moved there.
 */
export function ownState(program: SharedProgram): OwnState | undefined {
  const edits: Edit[] = [];
  const moved = new Map<Binding, string>();
  for (const binding of program.bindings) {
    if (!program.isEvaluation(binding.scope.within) || !isRemembered(binding, program)) continue;
    if (binding.kind !== 'var' && binding.kind !== 'let' && binding.kind !== 'const') return undefined;
    const own = `${names.own}().${binding.name}$${binding.scope.node.start}`;
    const changes = move(binding, own, program);
    if (!changes) return undefined;
    edits.push(...changes);
    moved.set(binding, own);
  }
  return { edits, moved };
}

function isRemembered(binding: Binding, { isEvaluation, parentOf }: SharedProgram): boolean {
  const later = binding.mentions.filter(({ scope }) => !isEvaluation(scope.within));
  if (later.some(({ isWrite }) => isWrite)) return true;
  if (!isContainer(binding, parentOf)) return false;
  const changes = (mention: Mention) => isChanged(mention.node, parentOf);
  return later.some(changes) && !binding.mentions.some((each) => isEvaluation(each.scope.within) && changes(each));
}

function isContainer({ init, mentions }: Binding, parentOf: SharedProgram['parentOf']): boolean {
  const [write, ...others] = mentions.filter(({ isWrite }) => isWrite);
  const assignment = write && others.length === 0 ? parentOf(write.node) : undefined;
  const value = init ?? (assignment?.type === 'AssignmentExpression' ? (assignment.right as AnyNode) : undefined);
  if (!value) return false;
  if (value.type === 'ObjectExpression') return (value.properties as unknown[]).length === 0;
  if (value.type === 'ArrayExpression') return (value.elements as unknown[]).length === 0;
  if (value.type !== 'NewExpression') return false;
  const made = nameOf(value.callee as AnyNode) ?? '';
  return buffers.has(made) || (collections.has(made) && (value.arguments as unknown[]).length === 0);
}

/** `x.y = …`, `delete x.y`, `x.push(…)`; `x` handed on as it is may be changed by whoever gets it. */
function isChanged(node: AnyNode, parentOf: SharedProgram['parentOf']): boolean {
  const member = parentOf(node);
  if (!member) return false;
  if (member.type === 'ReturnStatement' || member.type === 'ArrowFunctionExpression') return true;
  if (member.type !== 'MemberExpression' || member.object !== node) return false;
  const user = parentOf(member);
  if (!user) return false;
  if (user.type === 'AssignmentExpression') return user.left === member;
  if (user.type === 'UpdateExpression') return true;
  if (user.type === 'UnaryExpression') return user.operator === 'delete';
  const isCalled = user.type === 'CallExpression' && user.callee === member;
  return isCalled && changing.has(nameOf(member.property as AnyNode) ?? '');
}

function move({ declarator, mentions }: Binding, own: string, { parentOf }: SharedProgram): Edit[] | undefined {
  const edits: Edit[] = [];
  if (declarator) {
    const { id, init } = declarator;
    if (!isNode(id) || id.type !== 'Identifier') return undefined;
    if (init) edits.push({ start: id.end, end: id.end, text: `=${own}` });
  }
  for (const { node, isShorthand } of mentions) edits.push(mentioned(node, isShorthand, own, parentOf));
  return edits;
}

/** Replaces a name by an expression that is none, so that functions are still called without `this`. */
export function mentioned(
  node: AnyNode,
  isShorthand: boolean,
  text: string,
  parentOf: SharedProgram['parentOf'],
): Edit {
  const parent = parentOf(node);
  const isCalled =
    (parent?.type === 'CallExpression' && parent.callee === node) ||
    (parent?.type === 'TaggedTemplateExpression' && parent.tag === node);
  const isMade = parent?.type === 'NewExpression' && parent.callee === node;
  const plain = isCalled ? `(0,${text})` : isMade ? `(${text})` : text;
  return { start: node.start, end: node.end, text: isShorthand ? `${nameOf(node)}:${plain}` : plain };
}

const nameOf = (node: AnyNode): string | undefined => (node as { readonly name?: string }).name;
