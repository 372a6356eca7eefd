import type * as Sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../kernel/errors.ts';
import type { Given } from '../../../service-kit/input.ts';
import { assertDefinition, assertStateAlone } from '../definition/assert-definition.ts';
import type { BlockPath } from '../definition/machine.ts';
import type { Block, Definition, State } from '../definition/states.ts';

/** The state that a call of TestState is about, and the machine that it stands in. */
export interface TestedState {
  readonly name: string;
  readonly path: BlockPath;
  readonly state: State;
  /** Of the machine. */
  readonly definition: string;
  /** Whether it is done for each item of a Map. */
  readonly isOfItem: boolean;
}

/** What a state is called that is tested alone. */
const nameAlone = 'State';

/** Refuses definitions that are wrong, and names that no state has. */
export function testedState({ definition, stateName }: Given<Sdk.TestStateInput>): TestedState {
  if (stateName === undefined) {
    assertStateAlone(definition);
    const state = JSON.parse(definition) as State;
    const machine = { StartAt: nameAlone, States: { [nameAlone]: state } };
    return { name: nameAlone, path: [], state, definition: JSON.stringify(machine), isOfItem: false };
  }
  assertDefinition(definition, 'STANDARD');
  const found = findState(JSON.parse(definition) as Definition, stateName, []);
  if (!found) {
    throw new AwsError('ValidationException', `State '${stateName}' is not found in the state machine definition`);
  }
  return { ...found, name: stateName, definition, isOfItem: found.path.at(-1) === 'ItemProcessor' };
}

/** A state by its name, which it has alone in the whole machine. */
export function findState(
  block: Block,
  name: string,
  path: BlockPath,
): Pick<TestedState, 'state' | 'path'> | undefined {
  const state = block.States[name];
  if (state) return { state, path };
  for (const [outer, around] of Object.entries(block.States)) {
    for (const [index, inner] of innerBlocks(around).entries()) {
      const place = around.Type === 'Map' ? ['ItemProcessor'] : ['Branches', String(index)];
      const found = findState(inner, name, [...path, outer, ...place]);
      if (found) return found;
    }
  }
  return undefined;
}

/** The branches of a Parallel; what a Map does for each item. */
export function innerBlocks(state: State): readonly Block[] {
  if (state.Type === 'Parallel') return state.Branches;
  const processor = state.Type === 'Map' ? (state.ItemProcessor ?? state.Iterator) : undefined;
  return processor ? [processor] : [];
}
