import type { Json } from '../definition/json.ts';
import type { State } from '../definition/states.ts';

/** What the expressions of a state may look at, whatever language they are in. */
export interface Environment {
  readonly language: 'JSONPath' | 'JSONata';
  /** `$` of JSONPath, `$states.input` of JSONata. */
  readonly input: Json;
  /** `$$` of JSONPath, `$states.context` of JSONata. */
  readonly context: Json;
  /** `$name`: those of the state's own scope and of all around it. */
  readonly variables: Readonly<Record<string, Json>>;
  /** `$states.result`: of Task, Parallel and Map, after they succeeded. */
  readonly result?: Json;
  /** `$states.errorOutput`: in catchers. */
  readonly errorOutput?: Json;
  /** The world's time, for `$now` and `$millis`. */
  readonly nowMs?: number;
  /** For what is made by chance (`States.UUID`, `$random`), with the world's own randomness. */
  readonly random: { uuid(): string; float(): number };
}

/** What an environment has of the result of a state's work: only these states have one that they tell as such. */
export const outcomeOf = ({ Type }: State, result: Json): Pick<Environment, 'result'> =>
  Type === 'Task' || Type === 'Parallel' || Type === 'Map' ? { result } : {};
