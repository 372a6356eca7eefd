import { expressionIn, type Node, parseJsonata, SyntaxProblem } from './syntax.ts';

/**
 * What is wrong with the syntax of a text `{% … %}`, in the words of JSONata's parser without its code, as diagnostics
 * (INVALID_JSONATA_EXPRESSION) tell it. Undefined for what is right, and for texts that are no expressions.
 */
export function checkJsonata(text: string): string | undefined {
  const expression = expressionIn(text);
  if (expression === undefined) return undefined;
  try {
    parseJsonata(expression);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxProblem) return error.message;
    throw error;
  }
}

/** What an expression refers to outside of itself: whoever knows its field can say what is not there. */
export interface References {
  /** Fields of the current item, which there is none of: `phone` of `phone.type`; also `$$`, and `$` alone. */
  readonly unsupported: readonly string[];
  /** Variables, without `$` and in no order: `states`, `orders`, `sum`. */
  readonly names: ReadonlySet<string>;
  /** Members of `$states` that are looked at: `input`, `result`. */
  readonly states: ReadonlySet<string>;
}

const nothing: References = { unsupported: [], names: new Set(), states: new Set() };

/**
 * What a text `{% … %}` refers to. AWS refuses `unsupported` ones when the machine is made (UNSUPPORTED_JSONATA_EXPRESSION):
 * "Reference to 'phone' at the top level is not supported.", "Reference to '$$' is not supported."
 */
export function referencesOf(text: string): References {
  const expression = expressionIn(text);
  if (expression === undefined || checkJsonata(text) !== undefined) return nothing;
  const { root, names } = parseJsonata(expression);
  const found = { unsupported: new Set<string>(), states: new Set<string>() };
  visit(root, true, found);
  return { unsupported: [...found.unsupported], names, states: found.states };
}

/** The texts with which AWS refuses what {@link References.unsupported} names. */
export function unsupportedReferences(text: string): readonly string[] {
  return referencesOf(text).unsupported.map((name) =>
    name === '$$' ? `Reference to '$$' is not supported.` : `Reference to '${name}' at the top level is not supported.`,
  );
}

interface Found {
  readonly unsupported: Set<string>;
  readonly states: Set<string>;
}

/** `isTop`: the current item is the one of the whole expression, which AWS gives none. */
function visit(value: unknown, isTop: boolean, found: Found): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, isTop, found);
    return;
  }
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return;
  const node = value as Node;
  if (node.type === 'path') {
    visitPath(node, isTop, found);
    return;
  }
  if (isTop && node.type === 'name') found.unsupported.add(String(node.value));
  if (node.type === 'variable' && node.value === '$') found.unsupported.add('$$');
  if (isTop && node.type === 'variable' && node.value === '') found.unsupported.add('$');
  for (const [member, part] of Object.entries(node)) {
    if (member === 'predicate' || member === 'group' || member === 'stages') visit(part, false, found);
    // What slots and ancestors say of parents is found in the paths themselves.
    else if (member !== 'ancestor' && member !== 'seekingParent' && member !== 'slot') visit(part, isTop, found);
  }
}

function visitPath(path: Node, isTop: boolean, found: Found): void {
  const [first, ...rest] = path.steps as Node[];
  const [second] = rest;
  if (first?.type === 'variable' && first.value === 'states' && second?.type === 'name') {
    found.states.add(String(second.value));
  }
  visit(first, isTop, found);
  visit(rest, false, found);
  visit(path.group, false, found);
}
