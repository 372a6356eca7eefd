import { isJsonObject } from '../../../kernel/json.ts';
import type { Fields, Findings } from './findings.ts';

/*
 * Where states lead: to a state of their own block, each to be reached, and to an end.
 */

interface Transition {
  readonly to: unknown;
  readonly at: string;
}

/** Looks at a block whose states are well formed, and at the blocks within it. */
export function checkTransitions(block: Fields, at: string, findings: Findings): void {
  const states = block.States as Fields;
  const from = new Map<string, readonly Transition[]>();
  for (const [name, state] of Object.entries(states)) {
    from.set(name, transitionsOf(state as Fields, `${at}/States/${name}`));
  }
  for (const { to, at: place } of [{ to: block.StartAt, at: `${at}/StartAt` }, ...[...from.values()].flat()]) {
    if (from.has(String(to))) continue;
    findings.error('MISSING_TRANSITION_TARGET', `Missing 'Next' target: ${String(to)}`, place);
  }
  if (!Object.values(states).some((state) => isEnd(state as Fields))) {
    findings.error('MISSING_END_STATE', 'Workflow has no terminal state');
  } else if (from.has(String(block.StartAt))) {
    const reached = reachedFrom(String(block.StartAt), from);
    for (const name of from.keys()) {
      if (reached.has(name)) continue;
      findings.error('MISSING_TRANSITION_TARGET', `State "${name}" is not reachable.`, `${at}/States/${name}`);
    }
  }
  for (const [name, state] of Object.entries(states)) {
    for (const [inner, place] of blocksOf(state as Fields, `${at}/States/${name}`)) {
      checkTransitions(inner, place, findings);
    }
  }
}

/** Blocks within a state. */
export function blocksOf(state: Fields, at: string): (readonly [Fields, string])[] {
  const branches = Array.isArray(state.Branches) ? state.Branches : [];
  return [
    ...branches.map((branch, index) => [branch as Fields, `${at}/Branches[${index}]`] as const),
    ...['ItemProcessor', 'Iterator'].flatMap((name) => {
      const inner = state[name];
      return isJsonObject(inner) ? [[inner, `${at}/${name}`] as const] : [];
    }),
  ];
}

const isEnd = ({ Type, End }: Fields): boolean => End === true || Type === 'Succeed' || Type === 'Fail';

function transitionsOf(state: Fields, at: string): readonly Transition[] {
  const listed = ['Choices', 'Catch'].flatMap((field) =>
    (Array.isArray(state[field]) ? state[field] : []).map((entry, index) => ({
      to: (entry as Fields).Next,
      at: `${at}/${field}[${index}]/Next`,
    })),
  );
  const own = ['Next', 'Default'].flatMap((field) =>
    state[field] === undefined ? [] : [{ to: state[field], at: `${at}/${field}` }],
  );
  return [...own, ...listed];
}

function reachedFrom(start: string, from: ReadonlyMap<string, readonly Transition[]>): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const name of reached) {
    for (const { to } of from.get(name) ?? []) if (from.has(String(to))) reached.add(String(to));
  }
  return reached;
}
