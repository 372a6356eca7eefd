import type { Json } from '../definition/json.ts';
import { hasToken } from '../tasks/task-token.ts';
import type { Execution, Revision } from '../state.ts';
import type { Frame, Waiting, WaitingTask } from './frame.ts';

/** The turn in which an expression looks around. */
interface Around {
  readonly execution: Execution;
  readonly revision: Revision;
  find(id: string): Frame | undefined;
}

/** `$$` and `$states.context`. https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
export function contextObject(turn: Around, frame: Frame): Json {
  const { execution, revision } = turn;
  const { waiting } = frame;
  const item = itemOf(frame, turn);
  return {
    Execution: {
      Id: execution.arn,
      Input: JSON.parse(execution.input) as Json,
      Name: execution.name,
      RoleArn: revision.roleArn,
      StartTime: new Date(execution.startMs).toISOString(),
      RedriveCount: execution.redrives ?? 0,
      ...(execution.redriveMs !== undefined && { RedriveTime: new Date(execution.redriveMs).toISOString() }),
    },
    StateMachine: { Id: execution.machineArn, Name: lastPart(execution.machineArn) },
    State: {
      Name: frame.state,
      EnteredTime: new Date(frame.enteredMs).toISOString(),
      RetryCount: frame.retries ?? 0,
    },
    ...(isCallback(waiting) && { Task: { Token: waiting.id } }),
    ...(item && {
      Map: {
        Item: {
          Index: item.index,
          Value: item.value,
          ...(item.key !== undefined && { Key: item.key }),
          ...(item.source !== undefined && { Source: item.source }),
        },
      },
    }),
  };
}

/** Of the innermost Map around it. */
function itemOf(frame: Frame, turn: Around): Frame['item'] {
  let around: Frame | undefined = frame;
  while (around && !around.item) around = around.parent === undefined ? undefined : turn.find(around.parent);
  return around?.item;
}

/** Only tasks that wait for their token's return know it. */
const isCallback = (waiting: Waiting | undefined): waiting is WaitingTask =>
  waiting?.kind === 'task' && hasToken(waiting.resource);

const lastPart = (arn: string): string => arn.slice(arn.lastIndexOf(':') + 1);
