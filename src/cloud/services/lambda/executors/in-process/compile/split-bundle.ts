import { isBuiltin } from '../shims/builtins.ts';
import { type Edit, names } from './edit.ts';
import { mentioned, ownState } from './own-state.ts';
import { type AnyNode, type Binding, isNode, type Scope, type Scopes, scopesOf } from './scopes.ts';
import { isNamespaceHelper, namespaceCalls, shareNamespaces } from './shared-namespaces.ts';
import { isWrapper, moduleOf, type WrappedModule } from './wrapped-module.ts';

/** A bundle in two parts: AWS's SDK with all that it needs, and the function's own code with the rest. */
export interface SplitBundle {
  /** Leaves nothing but the SDK; `tail` answers its names that the other part uses. */
  readonly shared: { readonly edits: readonly Edit[]; readonly tail: string; readonly state: readonly string[] };
  /** Leaves nothing but the function's own code, which reads those names from what the SDK's part answered. */
  readonly own: { readonly edits: readonly Edit[] };
}

/** Clients of AWS's SDK have these in them, whatever a bundler renames. */
const marksOfClients = /\bdefaultUserAgentProvider:|\.initConfig ?=|\bDynamoDBDocumentClient\b/;

/**
 * Splits a bundle of esbuild's where its modules are wrapped in functions. Undefined for what is none, has no SDK in it,
 * or has something in the SDK's part that cannot be evaluated ahead of the rest: such bundles stay whole.
 */
export function splitBundle(source: string, program: AnyNode): SplitBundle | undefined {
  return marksOfClients.test(source) ? new Bundle(source, program).split() : undefined;
}

class Bundle {
  readonly #source: string;
  readonly #statements: readonly AnyNode[];
  readonly #scopes: Scopes;
  readonly #parents = new Map<AnyNode, AnyNode>();
  readonly #owner = new Map<Binding, AnyNode>();
  /** Names of others' that each statement mentions. */
  readonly #needed = new Map<AnyNode, Set<Binding>>();
  readonly #wrappers: ReadonlySet<string>;
  readonly #modules = new Map<AnyNode, readonly WrappedModule[]>();

  constructor(source: string, program: AnyNode) {
    this.#source = source;
    this.#statements = program.body as readonly AnyNode[];
    this.#scopes = scopesOf(program);
    this.#noteParents(program);
    const top = [...this.#scopes.root.bindings.values()];
    this.#wrappers = new Set(top.filter(({ init }) => isWrapper(init, source)).map(({ name }) => name));
    for (const statement of this.#statements) this.#noteModules(statement);
    this.#noteNames(top);
  }

  split(): SplitBundle | undefined {
    const clients = [...this.#modules.keys()].filter((each) => marksOfClients.test(this.#textOf(each)));
    const helpers = [...this.#scopes.root.bindings.values()].filter((each) => isNamespaceHelper(each, this.#source));
    const shared = this.#closure([...clients, ...helpers.map((each) => this.#statementOf(each))]);
    const others = this.#loadingOthers();
    if (clients.length === 0 || ![...shared].every((each) => this.#isLazy(each) && !others.has(each))) return undefined;
    const modules = [...shared].flatMap((each) => this.#modules.get(each) ?? []);
    const evaluated = new Set(modules.map(({ body }) => body));
    const parentOf = (node: AnyNode) => this.#parents.get(node);
    const own = ownState({
      bindings: this.#scopes.bindings.filter((each) => shared.has(this.#statementOf(each))),
      isEvaluation: (scope) => this.#isEvaluation(scope, evaluated),
      parentOf,
    });
    if (!own) return undefined;
    const namespaces = this.#namespaces(helpers, shared);
    const isReplaced = ({ start }: AnyNode) => namespaces.edits.some((edit) => edit.start <= start && start < edit.end);
    const exported = [...this.#scopes.root.bindings.values()].flatMap((binding) => this.#usedOutside(binding, shared));
    const getters = exported.map(({ binding }) => {
      const { name } = binding;
      return `get ${name}(){return ${own.moved.get(binding) ?? name}}`;
    });
    const read = exported.flatMap(({ binding: { name }, mentions }) =>
      mentions
        .filter(({ node }) => !isReplaced(node))
        .map(({ node, isShorthand }) => mentioned(node, isShorthand, `${names.shared}.${name}`, parentOf)),
    );
    return {
      shared: {
        edits: [...this.#without((each) => !shared.has(each)), ...own.edits, ...modules.flatMap(bracketed)],
        tail: `;return {${[...getters, ...namespaces.tail].join(',')}};`,
        state: [...own.moved.values()].map((member) => member.slice(member.indexOf('.') + 1)),
      },
      own: { edits: [...this.#without((each) => shared.has(each)), ...namespaces.edits, ...read] },
    };
  }

  #namespaces(helpers: readonly Binding[], shared: ReadonlySet<AnyNode>) {
    const { bindings } = this.#scopes.root;
    const isSharedModule = (name: string) => {
      const binding = bindings.get(name);
      return binding !== undefined && shared.has(this.#statementOf(binding));
    };
    const calls = helpers
      .flatMap((each) => namespaceCalls(each, isSharedModule, (node) => this.#parents.get(node)))
      .filter(({ node }) => !shared.has(this.#statementAt(node.start)));
    return shareNamespaces(calls, this.#source);
  }

  #noteParents(program: AnyNode): void {
    const waiting = [program];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      const note = (each: unknown) => {
        if (!isNode(each)) return;
        this.#parents.set(each, node);
        waiting.push(each);
      };
      for (const key in node) {
        const value = node[key];
        if (Array.isArray(value)) value.forEach(note);
        else note(value);
      }
    }
  }

  #noteModules(statement: AnyNode): void {
    if (statement.type !== 'VariableDeclaration') return;
    const modules = (statement.declarations as AnyNode[]).flatMap(({ init }) => moduleOf(init, this.#wrappers) ?? []);
    if (modules.length > 0) this.#modules.set(statement, modules);
  }

  #noteNames(top: readonly Binding[]): void {
    for (const binding of top) this.#owner.set(binding, this.#statementAt(binding.declaredAt));
    for (const binding of top) {
      for (const { node } of binding.mentions) {
        const statement = this.#statementAt(node.start);
        const needed = this.#needed.get(statement) ?? new Set();
        this.#needed.set(statement, needed.add(binding));
      }
    }
  }

  /** The statement of the program that has a place of the source in it. */
  #statementAt(place: number): AnyNode {
    let [low, high] = [0, this.#statements.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#statements[middle] as AnyNode).start <= place) low = middle;
      else high = middle - 1;
    }
    return this.#statements[low] as AnyNode;
  }

  #statementOf(binding: Binding): AnyNode {
    return this.#owner.get(binding) ?? this.#statementAt(binding.scope.node.start);
  }

  /** Statements with all that they need, and with what fills the objects that they declare. */
  #closure(from: readonly AnyNode[]): Set<AnyNode> {
    const fills = new Map<Binding, AnyNode[]>();
    for (const statement of this.#statements) {
      const filled = this.#filledBy(statement);
      if (filled) fills.set(filled, [...(fills.get(filled) ?? []), statement]);
    }
    const closed = new Set<AnyNode>();
    const waiting = [...from];
    const declared = Map.groupBy(this.#owner.keys(), (binding) => this.#owner.get(binding));
    for (let statement = waiting.pop(); statement; statement = waiting.pop()) {
      if (closed.has(statement)) continue;
      closed.add(statement);
      for (const binding of this.#needed.get(statement) ?? []) waiting.push(this.#owner.get(binding) as AnyNode);
      for (const binding of declared.get(statement) ?? []) waiting.push(...(fills.get(binding) ?? []));
    }
    return closed;
  }

  /** `__export(names, { … })`: the object that is filled. */
  #filledBy({ type, expression }: AnyNode): Binding | undefined {
    if (type !== 'ExpressionStatement' || (expression as AnyNode).type !== 'CallExpression') return undefined;
    const [first] = (expression as AnyNode).arguments as AnyNode[];
    return first?.type === 'Identifier' ? this.#scopes.root.bindings.get(String(first.name)) : undefined;
  }

  /** Whether it does nothing yet: declarations of functions, constants and modules that are still to be evaluated. */
  #isLazy(statement: AnyNode): boolean {
    if (isDirective(statement) || statement.type === 'FunctionDeclaration') return true;
    if (this.#filledBy(statement)) return true;
    if (statement.type !== 'VariableDeclaration') return false;
    return (statement.declarations as AnyNode[]).every(
      ({ init }) => !isNode(init) || inert.has(init.type) || moduleOf(init, this.#wrappers) !== undefined,
    );
  }

  /** Statements that load what is no part of the bundle, and may be another thing in each environment. */
  #loadingOthers(): Set<AnyNode> {
    const imports = [...this.#parents.keys()].filter(({ type }) => type === 'ImportExpression');
    const requires = this.#scopes.free.filter(({ node }) => node.name === 'require').map(({ node }) => node);
    const sources = [
      ...imports.map((node) => ({ node, source: node.source })),
      ...requires.map((node) => ({ node, source: this.#parameterOf(node) })),
    ];
    const others = sources.filter(({ source }) => !isNode(source) || !isBuiltin(String(source.value)));
    return new Set(others.map(({ node }) => this.#statementAt(node.start)));
  }

  #parameterOf(callee: AnyNode): unknown {
    const call = this.#parents.get(callee);
    return call?.type === 'CallExpression' && call.callee === callee ? (call.arguments as unknown[])[0] : undefined;
  }

  #isEvaluation(scope: Scope, modules: ReadonlySet<AnyNode>): boolean {
    if (!scope.parent || modules.has(scope.node)) return true;
    // A function that is called where it stands.
    const call = this.#parents.get(scope.node);
    const isCalled = call?.type === 'CallExpression' && call.callee === scope.node;
    return isCalled && this.#isEvaluation(scope.parent.within, modules);
  }

  #usedOutside(binding: Binding, shared: ReadonlySet<AnyNode>) {
    if (!shared.has(this.#statementOf(binding))) return [];
    const mentions = binding.mentions.filter(({ node }) => !shared.has(this.#statementAt(node.start)));
    return mentions.length > 0 ? [{ binding, mentions }] : [];
  }

  /** Nothing in as many lines as there were. */
  #without(isLeftOut: (statement: AnyNode) => boolean): Edit[] {
    return this.#statements
      .filter((each) => !isDirective(each) && isLeftOut(each))
      .map((each) => ({
        start: each.start,
        end: each.end,
        text: '\n'.repeat(this.#textOf(each).split('\n').length - 1),
      }));
  }

  #textOf({ start, end }: AnyNode): string {
    return this.#source.slice(start, end);
  }
}

const inert: ReadonlySet<string> = new Set([
  ...['ArrowFunctionExpression', 'FunctionExpression', 'Literal', 'MemberExpression', 'UnaryExpression'],
  ...['ObjectExpression', 'ArrayExpression', 'Identifier'],
]);

const isDirective = ({ directive }: AnyNode): boolean => typeof directive === 'string';

/** Whoever shares the code hears when a module is evaluated. */
const bracketed = ({ argument: { start, end } }: WrappedModule): Edit[] => [
  { start, end: start, text: `${names.evaluate}(` },
  { start: end, end, text: ')' },
];
