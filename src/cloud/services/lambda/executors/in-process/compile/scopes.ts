import type { Node } from 'acorn';

/** A node with the members that its type gives it. */
export type AnyNode = Node & Readonly<Record<string, unknown>>;

/** A name, as the source has it. */
export type Identifier = AnyNode & { readonly type: 'Identifier'; readonly name: string };

export interface Scope {
  readonly node: AnyNode;
  readonly parent: Scope | undefined;
  /** The function that it is in, or is; the program's for what is in none. */
  readonly within: Scope;
  readonly bindings: Map<string, Binding>;
}

/** A name where it was read or written. */
export interface Mention {
  readonly node: Identifier;
  readonly scope: Scope;
  readonly isWrite: boolean;
  /** `{ name }`, which means `{ name: name }`. */
  readonly isShorthand: boolean;
}

/** A variable, function, class or parameter. */
export interface Binding {
  readonly name: string;
  readonly scope: Scope;
  readonly kind: 'var' | 'let' | 'const' | 'function' | 'class' | 'parameter';
  /** What it begins with, for variables that are declared alone. */
  readonly init: AnyNode | undefined;
  /** Where the source declares it first. */
  readonly declaredAt: number;
  /** Of the variable, in its declaration. */
  readonly declarator: AnyNode | undefined;
  readonly mentions: Mention[];
}

export interface Scopes {
  readonly root: Scope;
  /** All of them, with no order. */
  readonly bindings: readonly Binding[];
  /** Names that the program declares nowhere. */
  readonly free: readonly Mention[];
}

/** Which variable each name of a program means. Sloppy mode's functions in blocks are taken for the block's. */
export function scopesOf(program: Node): Scopes {
  return new Walk(program as AnyNode).run();
}

const blocks: ReadonlySet<string> = new Set([
  'BlockStatement',
  'ForStatement',
  'ForInStatement',
  'ForOfStatement',
  'SwitchStatement',
  'CatchClause',
]);
const functions: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'StaticBlock',
]);

/** One pass without recursion, since bundles nest deeply; names are looked up when all declarations are known. */
class Walk {
  readonly #root: Scope;
  readonly #waiting: (readonly [node: AnyNode, scope: Scope])[] = [];
  readonly #mentions: Mention[] = [];
  readonly #bindings: Binding[] = [];

  constructor(program: AnyNode) {
    this.#root = new NodeScope(program, undefined, true);
    this.#push(program.body, this.#root);
  }

  run(): Scopes {
    for (let next = this.#waiting.pop(); next; next = this.#waiting.pop()) this.#visit(...next);
    const free: Mention[] = [];
    for (const mention of this.#mentions) {
      const { name } = mention.node;
      let at: Scope | undefined = mention.scope;
      while (at && !at.bindings.has(name)) at = at.parent;
      (at?.bindings.get(name)?.mentions ?? free).push(mention);
    }
    return { root: this.#root, bindings: this.#bindings, free };
  }

  #push(value: unknown, at: Scope): void {
    if (Array.isArray(value)) for (const each of value) this.#push(each, at);
    else if (isNode(value)) this.#waiting.push([value, at]);
  }

  #visit(node: AnyNode, at: Scope): void {
    if (functions.has(node.type)) this.#function(node, at);
    else if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') this.#class(node, at);
    else if (node.type === 'VariableDeclaration') this.#variables(node, at);
    else if (isIdentifier(node)) this.#mention(node, at, false);
    else if (node.type === 'AssignmentExpression') {
      this.#target(node.left, at);
      this.#push(node.right, at);
    } else if (node.type === 'UpdateExpression') this.#target(node.argument, at);
    else if (blocks.has(node.type)) this.#block(node, at);
    else this.#members(node, at);
  }

  /** All that is in it, but for what are names of members and labels. */
  #members(node: AnyNode, at: Scope): void {
    if (node.type === 'MetaProperty' || node.type === 'BreakStatement' || node.type === 'ContinueStatement') return;
    if (node.type === 'Property' && node.shorthand === true && isIdentifier(node.value)) {
      this.#mention(node.value, at, false, true);
      return;
    }
    for (const key in node) {
      if (key === 'label' || ((key === 'property' || key === 'key') && node.computed !== true)) continue;
      this.#push(node[key], at);
    }
  }

  #function(node: AnyNode, at: Scope): void {
    const isDeclaration = node.type === 'FunctionDeclaration';
    if (isDeclaration && isIdentifier(node.id)) this.#declare(node.id, at, 'function');
    const own = new NodeScope(node, at, true);
    if (!isDeclaration && isIdentifier(node.id)) this.#declare(node.id, own, 'function');
    for (const parameter of list(node.params)) this.#pattern(parameter, own, { kind: 'parameter' });
    const { body } = node;
    if (Array.isArray(body)) this.#push(body, own);
    else if (isNode(body) && body.type === 'BlockStatement') this.#push(body.body, own);
    else this.#push(body, own);
  }

  #class(node: AnyNode, at: Scope): void {
    const own = new NodeScope(node, at, false);
    if (isIdentifier(node.id)) this.#declare(node.id, node.type === 'ClassDeclaration' ? at : own, 'class');
    this.#push(node.superClass, own);
    this.#push((node.body as AnyNode).body, own);
  }

  #block(node: AnyNode, at: Scope): void {
    const own = new NodeScope(node, at, false);
    if (node.type === 'CatchClause' && isNode(node.param)) this.#pattern(node.param, own, { kind: 'let' });
    const isLoop = node.type === 'ForInStatement' || node.type === 'ForOfStatement';
    for (const key in node) {
      if (key === 'param') continue;
      const isTarget = isLoop && key === 'left' && (node.left as AnyNode).type !== 'VariableDeclaration';
      if (isTarget) this.#target(node.left, own);
      else if (key === 'body' && node.type === 'CatchClause') this.#push((node.body as AnyNode).body, own);
      else this.#push(node[key], own);
    }
  }

  #variables(node: AnyNode, at: Scope): void {
    const kind = node.kind === 'var' ? 'var' : node.kind === 'let' ? 'let' : 'const';
    for (const declarator of list(node.declarations)) {
      const { id, init } = declarator;
      const where = kind === 'var' ? at.within : at;
      const isAlone = isIdentifier(id) && isNode(init);
      this.#pattern(id as AnyNode, where, { kind, ...(isAlone && { init: init as AnyNode }), declarator }, at);
      this.#push(init, at);
    }
  }

  /** Names that a pattern declares; its defaults and computed keys are expressions like others. */
  #pattern(node: AnyNode, at: Scope, told: Told, outside = at): void {
    const inner = (each: unknown) => isNode(each) && this.#pattern(each, at, { kind: told.kind }, outside);
    if (isIdentifier(node)) this.#declare(node, at, told.kind, told.init, told.declarator);
    else if (node.type === 'ObjectPattern') {
      for (const property of list(node.properties)) {
        if (property.computed === true) this.#push(property.key, outside);
        inner(property.type === 'RestElement' ? property.argument : property.value);
      }
    } else if (node.type === 'ArrayPattern') for (const element of list(node.elements)) inner(element);
    else if (node.type === 'AssignmentPattern') {
      inner(node.left);
      this.#push(node.right, outside);
    } else if (node.type === 'RestElement') inner(node.argument);
  }

  /** What an assignment writes to. */
  #target(value: unknown, at: Scope, isShorthand = false): void {
    if (!isNode(value)) return;
    if (isIdentifier(value)) this.#mention(value, at, true, isShorthand);
    else if (value.type === 'ObjectPattern') {
      for (const property of list(value.properties)) {
        if (property.computed === true) this.#push(property.key, at);
        const isShort = property.shorthand === true;
        this.#target(property.type === 'RestElement' ? property.argument : property.value, at, isShort);
      }
    } else if (value.type === 'ArrayPattern') for (const element of list(value.elements)) this.#target(element, at);
    else if (value.type === 'AssignmentPattern') {
      this.#target(value.left, at, isShorthand);
      this.#push(value.right, at);
    } else if (value.type === 'RestElement') this.#target(value.argument, at);
    else this.#push(value, at);
  }

  #mention(node: Identifier, at: Scope, isWrite: boolean, isShorthand = false): void {
    this.#mentions.push({ node, scope: at, isWrite, isShorthand });
  }

  #declare(node: Identifier, at: Scope, kind: Binding['kind'], init?: AnyNode, declarator?: AnyNode): void {
    const { name } = node;
    if (at.bindings.has(name)) return;
    const binding: Binding = { name, scope: at, kind, init, declarator, declaredAt: node.start, mentions: [] };
    at.bindings.set(name, binding);
    this.#bindings.push(binding);
  }
}

interface Told {
  readonly kind: Binding['kind'];
  readonly init?: AnyNode;
  readonly declarator?: AnyNode;
}

class NodeScope implements Scope {
  readonly node: AnyNode;
  readonly parent: Scope | undefined;
  readonly within: Scope;
  readonly bindings = new Map<string, Binding>();

  constructor(node: AnyNode, parent: Scope | undefined, isFunction: boolean) {
    this.node = node;
    this.parent = parent;
    this.within = isFunction || !parent ? this : parent.within;
  }
}

const list = (value: unknown): AnyNode[] => (Array.isArray(value) ? value.filter(isNode) : []);

export const isNode = (value: unknown): value is AnyNode =>
  typeof (value as { readonly type?: unknown } | null)?.type === 'string';

/** Said of a value that is a node already, it says nothing of what others are. */
const isIdentifier = (value: unknown): value is Identifier => isNode(value) && value.type === 'Identifier';
