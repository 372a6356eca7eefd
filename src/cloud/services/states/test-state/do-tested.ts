import type * as Sdk from '@aws-sdk/client-sfn';
import type { Json } from '../definition/json.ts';
import type { MapState, State, TaskState } from '../definition/states.ts';
import { rootFrame } from '../execution/frame.ts';
import type { Result } from '../execution/kinds/kind.ts';
import { kindOf } from '../execution/kinds/kinds.ts';
import type { TaskAnswer, Wake } from '../execution/turn.ts';
import { effectiveInput, fillTemplate } from '../expressions/io.ts';
import { StatesError } from '../states-error.ts';
import { callService } from '../tasks/call-service.ts';
import { isHttpTask } from '../tasks/http/http-task.ts';
import { tracedContext } from './inspect-exchange.ts';
import { failsByThreshold, inspectItems } from './inspect-items.ts';
import type { Inspection } from './inspection.ts';
import type { TestTurn } from './test-turn.ts';

/** AWS: a test takes five minutes at most. */
const testMsMax = 300_000;

interface Work {
  readonly state: State;
  readonly turn: TestTurn;
  readonly inspection: Inspection;
  readonly mock: Sdk.MockInput | undefined;
  readonly configuration: Sdk.TestStateConfiguration;
  readonly revealSecrets: boolean;
  /** Whether the level is TRACE. */
  readonly isTraced: boolean;
}

/**
 * Does the work of a state: what comes of it, or a StatesError. A mock stands for what is called, for all branches and for
 * all items. A state that waits does not: it is as if the time were over.
 */
export async function doTested(work: Work): Promise<Result> {
  const { state, turn, inspection } = work;
  const environment = turn.environment(turn.frame(rootFrame));
  if (environment.language === 'JSONPath' && state.Type !== 'Fail') {
    inspection.set('afterInputPath', await effectiveInput(state, environment));
  }
  if (state.Type === 'Task') return doTask(state, work);
  if (state.Type === 'Map') return doMap(state, work);
  if (state.Type === 'Parallel') return doParallel(work);
  const worked = (await kindOf(state).begin(state, turn.frame(rootFrame), turn)) ?? (await afterWait(state, turn));
  if (state.Type === 'Pass' && environment.language === 'JSONPath') {
    const input = await effectiveInput(state, environment);
    const { Result: fixed, Parameters } = state;
    inspection.set(
      'afterParameters',
      fixed === undefined
        ? worked.result
        : await fillTemplate(Parameters, { ...environment, input }, 'Parameters', input),
    );
  }
  return worked;
}

async function afterWait(state: State, turn: TestTurn): Promise<Result> {
  const frame = turn.frame(rootFrame);
  const { waiting } = frame;
  if (waiting?.kind !== 'wait') throw new Error(`a state of the type ${state.Type} waits for ${waiting?.kind}`);
  // The key of a deferred call tells its time to nobody else: a later one sorts behind it.
  if (waiting.key > turn.context.kernel.scheduler.reserve(turn.nowMs + testMsMax)) {
    throw new StatesError('States.Timeout', 'The test takes longer than five minutes.');
  }
  const worked = await kindOf(state).wake?.(state, frame, wakeOf(turn, { Reason: 'time' }), turn);
  if (!worked) throw new Error('the time to wait is over and nothing came of it');
  return worked;
}

function wakeOf({ execution }: TestTurn, more: Pick<Wake, 'Reason' | 'Answer'>): Wake {
  return { ExecutionArn: execution.arn, Frame: rootFrame, Waiting: '', ...more };
}

async function doTask(state: TaskState, { turn, inspection, mock, isTraced, revealSecrets }: Work): Promise<Result> {
  await kindOf(state).begin(state, turn.frame(rootFrame), turn);
  const frame = turn.frame(rootFrame);
  const { waiting } = frame;
  if (waiting?.kind !== 'task') throw new Error(`a task waits for ${waiting?.kind}`);
  const { parameters, resource, id } = waiting;
  inspection.set(turn.environment(frame).language === 'JSONata' ? 'afterArguments' : 'afterParameters', parameters);
  if (mock) return mocked(mock, inspection);
  const { execution, revision, context } = turn;
  const request = {
    id,
    resource,
    parameters,
    roleArn: revision.roleArn,
    executionName: execution.name,
    executionArn: execution.arn,
    machineArn: execution.machineArn,
  };
  const calling =
    isTraced && isHttpTask(resource) ? tracedContext(context, { parameters, revealSecrets, inspection }) : context;
  const answer = await answerOf(callService(request, calling));
  const worked = await kindOf(state).wake?.(state, frame, wakeOf(turn, { Reason: 'answer', Answer: answer }), turn);
  if (!worked) throw new Error(`nothing came of the answer of ${resource}`);
  inspection.set('result', worked.result);
  return worked;
}

async function answerOf(call: Promise<Json>): Promise<TaskAnswer> {
  try {
    return { output: await call };
  } catch (error) {
    if (error instanceof StatesError) return { error: error.error, cause: error.cause };
    throw error;
  }
}

/** What the mock says came of it. */
function mocked({ result = '{}', errorOutput }: Sdk.MockInput, inspection: Inspection): Result {
  if (errorOutput) throw new StatesError(errorOutput.error, errorOutput.cause);
  const value = JSON.parse(result) as Json;
  inspection.set('result', value);
  return { result: value };
}

async function doParallel({ state, turn, inspection, mock = {} }: Work): Promise<Result> {
  const environment = turn.environment(turn.frame(rootFrame));
  const input = await effectiveInput(state, environment);
  const [field, member] =
    environment.language === 'JSONata'
      ? (['Arguments', 'afterArguments'] as const)
      : (['Parameters', 'afterParameters'] as const);
  inspection.set(member, await fillTemplate(state[field], { ...environment, input }, field, input));
  return mocked(mock, inspection);
}

async function doMap(state: MapState, { turn, inspection, mock = {}, configuration }: Work): Promise<Result> {
  const items = await inspectItems(state, turn, inspection, configuration);
  if (failsByThreshold(items, configuration)) {
    throw new StatesError(
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
    );
  }
  return mocked(mock, inspection);
}
