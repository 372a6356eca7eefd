import type * as Sdk from '@aws-sdk/client-sfn';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { executionExists, typeNotSupported } from '../errors.ts';
import { noVariables, outermost, rootFrame } from '../execution/frame.ts';
import { takeTurn } from '../execution/take-turn.ts';
import { limitTime } from '../execution/time-limit.ts';
import { Turn } from '../execution/turn.ts';
import { findTarget } from '../executions/find-target.ts';
import { readInput } from '../executions/read-input.ts';
import { assertName } from '../machines/names.ts';
import { readTestCase } from '../mocks/test-case.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { Awaited, Execution, StateMachine, StatesState } from '../state.ts';
import type { StartedByTask } from '../tasks/nested-execution.ts';

type StatesContext = Context<StatesRuntime>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const startExecution: Operation<
  Given<Sdk.StartExecutionInput>,
  Sdk.StartExecutionOutput,
  StatesState,
  StatesRuntime
> = async (state, input, context) => {
  const { StartedBy: startedBy, AwaitedBy: awaitedBy } = input as StartedByTask;
  const begun = beginExecution(state, input, context, {
    ...(startedBy !== undefined && { startedBy }),
    ...(awaitedBy && { awaitedBy }),
  });
  if (awaitedBy && !isAwaitedBy(begun, awaitedBy)) await awaitAlso(state, begun.arn, awaitedBy, context);
  return { executionArn: begun.arn, startDate: new Date(begun.startMs) };
};

/** A task waits for an execution that somebody else has started: it hears of its end as well. */
async function awaitAlso(state: StatesState, arn: string, by: Awaited, context: StatesContext): Promise<void> {
  const running = await takeTurn(state, arn, context, async (turn) => {
    if (isAwaitedBy(turn.execution, by)) return;
    turn.execution = { ...turn.execution, alsoAwaitedBy: [...(turn.execution.alsoAwaitedBy ?? []), by] };
  });
  // It ended while others had their turns.
  if (!running) throw executionExists(arn);
}

/**
 * Puts an execution into the world and promises its first turn. The same once more while it is running is no mistake: it is
 * answered.
 */
export function beginExecution(
  state: StatesState,
  { stateMachineArn, name = '', input = '{}', traceHeader }: Given<Sdk.StartExecutionInput>,
  context: StatesContext,
  more: Partial<Execution> = {},
): Execution {
  assertName(name);
  const { arn: startedArn, testCase } = readTestCase(stateMachineArn, state, context.runtime);
  const { machine, revision, ...by } = findTarget(state, startedArn, context.random);
  if (more.isSync && machine.type !== 'EXPRESS') throw typeNotSupported();
  const value = readInput(input);
  const nowMs = context.clock.now();
  const named = name || context.random.uuid();
  const arn = executionArn(machine, named, context);
  const present = state.executions.get(arn);
  // A task asks twice where the process died after it was answered.
  if (present && isAskedAgain(present, more)) return present;
  if (present?.status === 'RUNNING' && present.input === input) return present;
  if (present) throw executionExists(arn);
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
    ...(testCase !== undefined && { testCase }),
    ...by,
    ...more,
  };
  const turn = new Turn(state, execution, revision, context);
  const { StartAt } = turn.machine.definition;
  const frame = {
    id: rootFrame,
    path: outermost,
    state: StartAt,
    input: value,
    variables: noVariables,
    previousEvent: 0,
    enteredMs: nowMs,
  };
  turn.start(frame);
  const order = turn.wakeAt(nowMs, { Frame: rootFrame, Waiting: 'begin', Reason: 'begin' });
  turn.execution = { ...turn.execution, order };
  limitTime(turn);
  turn.write();
  return turn.execution;
}

const isAskedAgain = (present: Execution, { startedBy, awaitedBy }: Partial<Execution>): boolean =>
  (startedBy !== undefined && present.startedBy === startedBy) || (awaitedBy ? isAwaitedBy(present, awaitedBy) : false);

const isAwaitedBy = ({ awaitedBy, alsoAwaitedBy = [] }: Execution, { waiting }: Awaited): boolean =>
  awaitedBy?.waiting === waiting || alsoAwaitedBy.some((other) => other.waiting === waiting);

/** Executions of express machines have ids of their own: any number may have one name. */
function executionArn({ arn, type }: StateMachine, name: string, { random }: StatesContext): string {
  if (type === 'STANDARD') return `${arn.replace(':stateMachine:', ':execution:')}:${name}`;
  return `${arn.replace(':stateMachine:', ':express:')}:${name}:${random.uuid()}`;
}
