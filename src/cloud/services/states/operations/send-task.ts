import type * as Sdk from '@aws-sdk/client-sfn';
import { parseJson } from '../../../kernel/json.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import type { Json } from '../definition/json.ts';
import { invalidOutput, invalidToken, taskTimedOut } from '../errors.ts';
import { wake } from '../execution/drive.ts';
import type { Frame, WaitingTask } from '../execution/frame.ts';
import { takeTurn } from '../execution/take-turn.ts';
import { heartbeat } from '../execution/task-limits.ts';
import type { TaskAnswer, Turn } from '../execution/turn.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { isTaskToken } from '../tasks/task-token.ts';

type Op<Input> = Operation<Given<Input>, object, StatesState, StatesRuntime>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const sendTaskSuccess: Op<Sdk.SendTaskSuccessInput> = (state, { taskToken, output }, context) => {
  const value = parseJson(output);
  if (value === undefined) throw invalidOutput(output);
  return answer(state, taskToken, { output: value as Json }, context);
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export const sendTaskFailure: Op<Sdk.SendTaskFailureInput> = (state, { taskToken, error, cause }, context) =>
  answer(state, taskToken, { error, cause }, context);

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export const sendTaskHeartbeat: Op<Sdk.SendTaskHeartbeatInput> = (state, { taskToken }, context) =>
  speakFor(state, taskToken, context, async (frame, waiting, turn) => {
    turn.put({ ...frame, waiting: heartbeat(waiting, frame, turn) });
  });

const answer = (
  state: StatesState,
  token: string,
  Answer: TaskAnswer,
  context: Context<StatesRuntime>,
): Promise<object> =>
  speakFor(state, token, context, (frame, waiting, turn) =>
    wake({ ExecutionArn: turn.execution.arn, Frame: frame.id, Waiting: waiting.id, Reason: 'token', Answer }, turn),
  );

/** Takes a turn of the execution whose task has that token. Throws where no task waits for it. */
async function speakFor(
  state: StatesState,
  token: string,
  context: Context<StatesRuntime>,
  work: (frame: Frame, waiting: WaitingTask, turn: Turn) => Promise<void>,
): Promise<object> {
  if (!isTaskToken(token)) throw invalidToken();
  const holder = state.tokens.get(token);
  if (!holder) throw taskTimedOut();
  let isHeard = false;
  await takeTurn(state, holder.execution, context, async (turn) => {
    const frame = turn.find(holder.frame);
    if (frame?.waiting?.kind !== 'task' || frame.waiting.id !== token) return;
    isHeard = true;
    await work(frame, frame.waiting, turn);
  });
  // It was over while others had their turns.
  if (!isHeard) throw taskTimedOut();
  return {};
}
