import type { Json } from '../../definition/json.ts';
import type { TaskState } from '../../definition/states.ts';
import { effectiveInput, fillTemplate } from '../../expressions/io.ts';
import { credentialsRole } from '../../tasks/credentials-role.ts';
import { settleTask } from '../../tasks/settle-task.ts';
import { taskEvents } from '../../tasks/task-events.ts';
import { hasToken, newTaskId } from '../../tasks/task-token.ts';
import { isTooLarge, parametersTooLarge } from '../data-limit.ts';
import type { Frame } from '../frame.ts';
import { assertInTime, limited, limitsOf } from '../task-limits.ts';
import type { Turn } from '../turn.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
export const task: Kind<TaskState> = {
  name: 'Task',
  async begin(state, frame, turn) {
    const id = newTaskId(state.Resource, turn.context.random);
    const named = turn.put({ ...frame, waiting: { kind: 'task', id, resource: state.Resource, parameters: null } });
    const environment = turn.environment(named);
    const input = await effectiveInput(state, environment);
    const isJsonata = environment.language === 'JSONata';
    const template = isJsonata ? state.Arguments : state.Parameters;
    const parameters = await fillTemplate(
      template,
      { ...environment, input },
      isJsonata ? 'Arguments' : 'Parameters',
      input,
    );
    assertSendable(parameters, named, turn);
    const roleArn = await credentialsRole(state, { ...environment, input });
    const limits = await limitsOf(state, { ...environment, input });
    const { region } = turn.context;
    const begun = taskEvents(state.Resource).scheduled(named, { parameters, region, roleArn, ...limits }, turn);
    if (hasToken(state.Resource)) turn.holdToken(id, begun);
    const callKey = turn.defer(turn.nowMs, 'RunTask', {
      ExecutionArn: turn.execution.arn,
      Frame: frame.id,
      Waiting: id,
    });
    const waiting = { kind: 'task', id, resource: state.Resource, parameters, callKey } as const;
    const task = { ...waiting, ...(roleArn !== undefined && { roleArn }) };
    turn.put({ ...begun, waiting: limited(task, frame, limits, turn) });
    return undefined;
  },
  async wake(state, frame, wake, turn) {
    assertInTime(state.Resource, frame, wake, turn);
    return settleTask(state.Resource, frame, wake, turn);
  },
};

/** What is too large is not even scheduled. */
function assertSendable(parameters: Json, frame: Frame, turn: Turn): void {
  if (!isTooLarge(parameters)) return;
  const { Resource } = turn.stateOf(frame) as TaskState;
  const failure = parametersTooLarge(frame.state);
  taskEvents(Resource).scheduleFailed(frame, failure, turn);
  throw failure;
}
