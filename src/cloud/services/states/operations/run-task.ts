import type { Operation } from '../../../service-kit/contract.ts';
import { drive, wake } from '../execution/drive.ts';
import { frameKey } from '../execution/history-event.ts';
import { takeTurn } from '../execution/take-turn.ts';
import { timeOut } from '../execution/time-limit.ts';
import type { Wake } from '../execution/turn.ts';
import { answerMocked } from '../mocks/answer-mocked.ts';
import { settleMocked } from '../mocks/settle-mocked.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { isActivityArn } from '../tasks/activities/activity.ts';
import { offerTask } from '../tasks/activities/activity-tasks.ts';
import { answerOf } from '../tasks/answer-of.ts';
import { callService, type TaskRequest } from '../tasks/call-service.ts';
import { startedBy } from '../tasks/nested-execution.ts';

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
  const frame = state.frames.get(frameKey(run.ExecutionArn, run.Frame));
  const waiting = frame?.waiting;
  if (!revision || waiting?.kind !== 'task' || waiting.id !== run.Waiting) return {};
  const { resource, parameters, id } = waiting;
  const mocked = answerMocked(state, { execution, state: frame?.state ?? '', resource, id }, context.runtime);
  if (mocked) {
    await takeTurn(state, run.ExecutionArn, context, (turn) => settleMocked(resource, run, mocked, turn));
    return {};
  }
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
  const answer = await answerOf(callService(request, context), resource, context.kernel.log);
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
