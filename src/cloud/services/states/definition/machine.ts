import type { Block, Definition, Language, State } from './states.ts';

/**
 * Where a state stands: the names that lead to its block from the outermost one. `[]` is the machine itself, `['Ship',
 * 'Branches', '1']` the second branch of the state Ship, `['Each', 'ItemProcessor']` what a Map does for each item.
 */
export type BlockPath = readonly string[];

/** A definition that was checked, ready to be run. */
export class Machine {
  readonly definition: Definition;

  /** `text` must have been checked when the machine was made. */
  constructor(text: string) {
    this.definition = JSON.parse(text) as Definition;
  }

  /** The block of states at a place. */
  blockAt(path: BlockPath): Block {
    let block: Block = this.definition;
    for (let step = 0; step < path.length; ) {
      const state = block.States[path[step] ?? ''];
      if (state?.Type === 'Parallel') {
        block = state.Branches[Number(path[step + 2])] ?? block;
        step += 3;
      } else {
        block = (state?.Type === 'Map' && (state.ItemProcessor ?? state.Iterator)) || block;
        step += 2;
      }
    }
    return block;
  }

  stateAt(path: BlockPath, name: string): State {
    const state = this.blockAt(path).States[name];
    if (!state) throw new Error(`there is no state ${name} at /${path.join('/')}`);
    return state;
  }

  /** A state's own language, else the machine's. */
  languageOf(state: State): Language {
    return state.QueryLanguage ?? this.definition.QueryLanguage ?? 'JSONPath';
  }
}
