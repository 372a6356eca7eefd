import type { Operation } from '../../../service-kit/contract.ts';
import type { Json } from '../definition/json.ts';
import { drive, wake } from '../execution/drive.ts';
import { frameKey } from '../execution/history-event.ts';
import { takeTurn } from '../execution/take-turn.ts';
import { timeOut } from '../execution/time-limit.ts';
import type { TaskAnswer, Wake } from '../execution/turn.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { StatesError } from '../states-error.ts';
import { isActivityArn } from '../tasks/activities/activity.ts';
import { offerTask } from '../tasks/activities/activity-tasks.ts';
import { callService, type TaskRequest } from '../tasks/call-service.ts';
import { startedBy } from '../tasks/nested-execution.ts';
import { CallRefused } from '../tasks/task-failure.ts';

/** Which task of which line of control. */
export interface TaskRun {
  readonly ExecutionArn: string;
  readonly Frame: string;
  readonly Waiting: string;
}

/** Makes the call of a task and lets its execution go on with what came of it. Ours: no client calls it. */
export const runTask: Operation<TaskRun, object, StatesState, StatesRuntime> = async (state, run, context) => {
  const execution = state.executions.get(run.ExecutionArn);
  const revision = execution && state.revisions.get(execution.revision);
  const waiting = state.frames.get(frameKey(run.ExecutionArn, run.Frame))?.waiting;
  if (!revision || waiting?.kind !== 'task' || waiting.id !== run.Waiting) return {};
  const { resource, parameters, id } = waiting;
  if (isActivityArn(resource)) {
    offerTask(state, resource, { execution: run.ExecutionArn, frame: run.Frame, waiting: run.Waiting }, context);
    return {};
  }
  const by = { execution: execution.arn, frame: run.Frame, waiting: id };
  const request: TaskRequest = {
    resource,
    parameters,
    id,
    roleArn: waiting.roleArn ?? revision.roleArn,
    executionName: execution.name,
    executionArn: execution.arn,
    machineArn: execution.machineArn,
    more: startedBy(resource, by),
  };
  const answer = await answerOf(callService(request, context));
  // The cloud closed under it, or its world was replaced: the task is still there, and will be run again.
  if (context.delivery?.isCurrent === false) return {};
  const woken: Wake = { ...run, Reason: 'answer', Answer: answer };
  await takeTurn(state, run.ExecutionArn, context, (turn) => wake(woken, turn));
  return {};
};

/** The operation ContinueExecution: something that a line of control waited for came. Ours: no client calls it. */
export const continueExecution: Operation<Wake, object, StatesState, StatesRuntime> = async (state, woken, context) => {
  await takeTurn(state, woken.ExecutionArn, context, async (turn) => {
    if (woken.Reason === 'begin') turn.ready.push(woken.Frame);
    else if (woken.Reason === 'machineTimeout') timeOut(turn);
    else await wake(woken, turn);
    await drive(turn);
  });
  return {};
};

async function answerOf(call: Promise<Json>): Promise<TaskAnswer> {
  try {
    return { output: await call };
  } catch (error) {
    if (error instanceof CallRefused) return { error: error.error, cause: error.cause, isRefused: true };
    if (error instanceof StatesError) return { error: error.error, cause: error.cause };
    throw error;
  }
}
