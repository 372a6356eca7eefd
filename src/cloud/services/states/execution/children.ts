import type { Json } from '../definition/json.ts';
import type { BlockPath } from '../definition/machine.ts';
import type { FanOut } from './fan-out.ts';
import { type Frame, noVariables } from './frame.ts';
import { abortChildren } from './halt.ts';
import type { Turn } from './turn.ts';

interface Child {
  readonly index: number;
  readonly path: BlockPath;
  readonly input: Json;
  readonly previousEvent: number;
  readonly item?: NonNullable<Frame['item']>;
}

/** A branch or an item begins: it enters its first state in this turn. */
export function beginChild(parent: Frame, { index, path, input, previousEvent, item }: Child, turn: Turn): void {
  const id = `${parent.id}.${index}`;
  turn.put({
    id,
    parent: parent.id,
    index,
    path,
    state: turn.machine.blockAt(path).StartAt,
    input,
    variables: noVariables,
    previousEvent,
    enteredMs: turn.nowMs,
    ...(item && { item }),
  });
  turn.ready.push(id);
}

/** A branch or an item has its output; nothing else of it is kept. Answers how far all are. */
export function childSucceeded(parent: Frame, child: Frame, output: Json, turn: Turn): FanOut {
  const { id, index, path, state, previousEvent, enteredMs } = child;
  turn.dropChildren(child);
  const kept = {
    id,
    parent: parent.id,
    path,
    state,
    input: null,
    variables: noVariables,
    previousEvent,
    enteredMs,
    output,
  };
  turn.put({ ...kept, ...(index !== undefined && { index }) });
  const before = fanOutOf(parent, turn);
  const after = {
    ...before,
    done: before.done + 1,
    previousEvent: Math.max(before.previousEvent, previousEvent),
  };
  turn.putFanOut(parent, after);
  return after;
}

/** A branch or an item has failed: the others are aborted. Answers the parent, whose next event follows the failure. */
export function childFailed(parent: Frame, child: Frame, turn: Turn): Frame {
  turn.put({ ...child, hasFailed: true });
  abortChildren(parent, turn);
  return turn.put({ ...parent, previousEvent: child.previousEvent });
}

/** All outputs in the order of branches or items; they are forgotten then. The parent's next event follows the last one. */
export function gather(parent: Frame, turn: Turn): { readonly outputs: Json[]; readonly parent: Frame } {
  const outputs = turn.children(parent).map(({ output = null }) => output);
  const { previousEvent } = fanOutOf(parent, turn);
  turn.dropChildren(parent);
  return { outputs, parent: turn.put({ ...parent, previousEvent }) };
}

export function fanOutOf(frame: Frame, turn: Turn): FanOut {
  const fanOut = turn.fanOut(frame);
  if (!fanOut) throw new Error(`${turn.execution.arn} has no branches or items at ${frame.id}`);
  return fanOut;
}
