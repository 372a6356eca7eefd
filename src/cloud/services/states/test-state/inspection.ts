import type * as Sdk from '@aws-sdk/client-sfn';
import type { Json } from '../definition/json.ts';
import type { State } from '../definition/states.ts';
import { rootFrame } from '../execution/frame.ts';
import { leaveState } from '../expressions/io.ts';
import type { TestTurn } from './test-turn.ts';

type JsonMember =
  | 'afterArguments'
  | 'afterInputPath'
  | 'afterParameters'
  | 'result'
  | 'afterResultSelector'
  | 'afterResultPath'
  | 'afterItemsPath'
  | 'afterItemSelector'
  | 'afterItemBatcher'
  | 'afterItemsPointer'
  | 'variables';

/** What DEBUG and TRACE tell of the way of the data through a state, as far as it came. */
export class Inspection {
  #data: Sdk.InspectionData;

  constructor(input: string) {
    this.#data = { input };
  }

  get data(): Sdk.InspectionData {
    return this.#data;
  }

  set(member: JsonMember, value: Json): void {
    this.add({ [member]: JSON.stringify(value) });
  }

  add(data: Sdk.InspectionData): void {
    this.#data = { ...this.#data, ...data };
  }
}

const withoutResultPath: ReadonlySet<string> = new Set(['Choice', 'Succeed', 'Wait', 'Fail']);

/** The result on its way out, in JSONPath: after ResultSelector, and after ResultPath. */
export async function inspectResult(state: State, result: Json, turn: TestTurn, inspection: Inspection): Promise<void> {
  const environment = turn.environment(turn.frame(rootFrame), { result });
  if (environment.language === 'JSONata' || withoutResultPath.has(state.Type)) return;
  const { ResultSelector, ResultPath } = state;
  const selecting = ResultSelector === undefined ? {} : { ResultSelector };
  const { output: selected } = await leaveState(selecting, result, environment);
  inspection.set('afterResultSelector', selected);
  const placing = ResultPath === undefined ? {} : { ResultPath };
  const { output: placed } = await leaveState(placing, selected, environment);
  inspection.set('afterResultPath', placed);
}
