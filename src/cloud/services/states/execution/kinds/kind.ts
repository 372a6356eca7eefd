import type { Json } from '../../definition/json.ts';
import type { State, StateFields } from '../../definition/states.ts';
import type { StatesError } from '../../states-error.ts';
import type { Frame } from '../frame.ts';
import type { TaskAnswer, Turn, Wake } from '../turn.ts';

/** What came of a state's work: its result, or nothing yet. Who fails throws a {@link StatesError}. */
export type Worked = Result | undefined;

export interface Result {
  readonly result: Json;
  /** Of a Choice: the rule that held, whose fields and whose Next count. */
  readonly by?: Pick<StateFields, 'Next' | 'Assign' | 'Output' | 'OutputPath' | 'ResultPath'> & {
    /** Where in the state they stand: `Choices[1]/`. */
    readonly place?: string;
  };
}

/** How one type of state behaves. The frame that a function gets is that of now; it changes it by the turn. */
export interface Kind<S extends State> {
  /** Its name in history: `Task` of TaskStateEntered. */
  readonly name: string;
  /** The work of the state: as it is entered, and again as it is tried again. */
  begin(state: S, frame: Frame, turn: Turn): Promise<Worked>;
  /** What it waits for came: `wake.Waiting` is the id of what the frame waits for. */
  wake?(state: S, frame: Frame, wake: Wake, turn: Turn): Promise<Worked>;
  /** One of its branches or items is over. */
  childOver?(state: S, frame: Frame, child: Frame, outcome: TaskAnswer | StatesError, turn: Turn): Promise<Worked>;
}
