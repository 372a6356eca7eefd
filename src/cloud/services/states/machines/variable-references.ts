import type { Block, Definition, State } from '../definition/states.ts';

/** Names of variables that each state refers to; a state that refers to none is left out. */
export type VariableReferences = Record<string, string[]>;

/** https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
export function variableReferences(definition: string): VariableReferences {
  const states = statesIn(JSON.parse(definition) as Definition);
  const assigned = new Set(states.flatMap(([, state]) => assignedIn(state)));
  if (assigned.size === 0) return {};
  const references = states.map(([name, state]): [string, string[]] => [name, referredIn(state, assigned)]);
  return Object.fromEntries(references.filter(([, names]) => names.length > 0));
}

const statesIn = ({ States }: Block): [string, State][] =>
  Object.entries(States).flatMap(([name, state]) => [[name, state], ...blocksOf(state).flatMap(statesIn)]);

function blocksOf(state: State): readonly Block[] {
  if (state.Type === 'Parallel') return state.Branches;
  const block = state.Type === 'Map' ? (state.ItemProcessor ?? state.Iterator) : undefined;
  return block ? [block] : [];
}

/** Names that the state, one of its rules or one of its catchers assigns. */
function assignedIn(value: unknown, isAssign = false): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isAssign) return Object.keys(value).map((name) => name.replace(/\.\$$/, ''));
  return Object.entries(own(value)).flatMap(([name, member]) => assignedIn(member, name === 'Assign'));
}

function referredIn(state: State, assigned: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'object' && value !== null) {
      for (const member of Object.values(own(value))) look(member);
    }
    if (typeof value !== 'string') return;
    for (const [, name = ''] of value.matchAll(/(?<!\$)\$([\p{ID_Start}_][\p{ID_Continue}]*)(?!\s*\()/gu)) {
      if (assigned.has(name)) found.add(name);
    }
  };
  look(state);
  return [...found];
}

/** Without the states of the blocks in it, which speak for themselves. */
function own(value: object): object {
  const { Branches, ItemProcessor, Iterator, ...rest } = value as Readonly<Record<string, unknown>>;
  return Array.isArray(value) ? value : rest;
}
