import type * as Sdk from '@aws-sdk/client-sfn';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import type { Json } from '../definition/json.ts';
import { executionExists, invalidInput, machineNotFound, typeNotSupported } from '../errors.ts';
import { rootFrame } from '../execution/frame.ts';
import { limitTime } from '../execution/time-limit.ts';
import { Turn } from '../execution/turn.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Execution, StateMachine, StatesState } from '../state.ts';

type StatesContext = Context<StatesRuntime>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const startExecution: Operation<
  Given<Sdk.StartExecutionInput>,
  Sdk.StartExecutionOutput,
  StatesState,
  StatesRuntime
> = (state, input, context) => {
  const { arn, startMs } = beginExecution(state, input, context);
  return { executionArn: arn, startDate: new Date(startMs) };
};

/** Puts an execution into the world and promises its first turn. */
export function beginExecution(
  state: StatesState,
  { stateMachineArn, name = '', input = '{}', traceHeader }: Given<Sdk.StartExecutionInput>,
  context: StatesContext,
  more: Partial<Execution> = {},
): Execution {
  const machine = state.machines.get(stateMachineArn.slice(stateMachineArn.lastIndexOf(':') + 1));
  const revision = machine && state.revisions.get(machine.revision);
  if (!revision) throw machineNotFound(stateMachineArn);
  if (more.isSync && machine.type !== 'EXPRESS') throw typeNotSupported();
  const value = readInput(input);
  const nowMs = context.clock.now();
  const named = name || context.random.uuid();
  const arn = executionArn(machine, named, context);
  if (state.executions.has(arn)) throw executionExists(arn);
  const execution: Execution = {
    arn,
    name: named,
    machineArn: machine.arn,
    revision: revision.key,
    type: machine.type,
    status: 'RUNNING',
    startMs: nowMs,
    input,
    events: 0,
    ...(traceHeader !== undefined && { traceHeader }),
    ...more,
  };
  const turn = new Turn(state, execution, revision, context);
  const { StartAt } = turn.machine.definition;
  const frame = {
    id: rootFrame,
    path: [],
    state: StartAt,
    input: value,
    variables: {},
    previousEvent: 0,
    enteredMs: nowMs,
  };
  turn.record(frame, 'ExecutionStarted', {
    executionStartedEventDetails: { input, inputDetails: { truncated: false }, roleArn: revision.roleArn },
  });
  // The first state's event follows nobody's.
  turn.put(frame);
  turn.wakeAt(nowMs, { Frame: rootFrame, Waiting: 'begin', Reason: 'begin' });
  limitTime(turn);
  turn.write();
  return turn.execution;
}

/** Executions of express machines have ids of their own: any number may have one name. */
function executionArn({ arn, type }: StateMachine, name: string, { random }: StatesContext): string {
  if (type === 'STANDARD') return `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
  return `${arn.replace(':stateMachine:', ':express:')}:${name}:${random.uuid()}`;
}

function readInput(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw invalidInput((error as Error).message);
  }
}
