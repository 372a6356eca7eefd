import type { TaskState } from '../../definition/states.ts';
import { effectiveInput, fillTemplate } from '../../expressions/io.ts';
import { StatesError } from '../../states-error.ts';
import { taskEvents } from '../../tasks/task-events.ts';
import { assertInTime, limited, limitsOf } from '../task-limits.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
export const task: Kind<TaskState> = {
  name: 'Task',
  async begin(state, frame, turn) {
    const id = turn.context.random.uuid();
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
    const limits = await limitsOf(state, { ...environment, input });
    const { region } = turn.context;
    const begun = taskEvents(state.Resource).scheduled(named, { parameters, region, ...limits }, turn);
    const callKey = turn.defer(turn.nowMs, 'RunTask', {
      ExecutionArn: turn.execution.arn,
      Frame: frame.id,
      Waiting: id,
    });
    const waiting = { kind: 'task', id, resource: state.Resource, parameters, callKey } as const;
    turn.put({ ...begun, waiting: limited(waiting, frame, limits, turn) });
    return undefined;
  },
  async wake(state, frame, wake, turn) {
    assertInTime(state.Resource, frame, wake, turn);
    const events = taskEvents(state.Resource);
    if (!wake.Answer) return undefined;
    if ('output' in wake.Answer) {
      events.succeeded(frame, wake.Answer.output, turn);
      return { result: wake.Answer.output };
    }
    const { error, cause } = wake.Answer;
    events.failed(frame, { error, cause }, turn);
    throw new StatesError(error, cause);
  },
};
