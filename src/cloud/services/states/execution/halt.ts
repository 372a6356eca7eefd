import { type Frame, rootFrame } from './frame.ts';
import type { Turn } from './turn.ts';

/**
 * Ends what a line of control and all below it are about: timers and calls are cancelled, tokens are void. The frames stay,
 * so that the execution can be redriven from where they are.
 */
export function halt(frame: Frame, turn: Turn): void {
  haltOne(frame, turn);
  if (turn.fanOut(frame)) for (const below of turn.below(frame)) haltOne(below, turn);
}

function haltOne(frame: Frame, turn: Turn): void {
  turn.ready.delete(frame.id);
  turn.stopWaiting(frame);
}

/** Halts all that is under way below a state of which one branch or item failed; history tells of each. */
export function abortChildren(frame: Frame, turn: Turn): void {
  if (!turn.fanOut(frame)) return;
  for (const child of turn.children(frame)) {
    if (child.output !== undefined || child.hasFailed) continue;
    abortChildren(child, turn);
    haltOne(turn.frame(child.id), turn);
    tellAborted(frame, child, turn);
  }
}

/** Stops the map runs of an execution that a client stops: history tells of each, ahead of the execution's own end. */
export function abortMapRuns(turn: Turn): void {
  const root = turn.find(rootFrame);
  if (!root) return;
  for (const frame of [root, ...(turn.fanOut(root) ? turn.below(root) : [])]) {
    if (frame.waiting?.kind === 'mapRun') turn.stopWaiting(frame);
  }
}

/** States that history knows as aborted; others take no time. */
const abortable = ['Task', 'Wait', 'Parallel', 'Map'] as const;

function tellAborted(parent: Frame, child: Frame, turn: Turn): void {
  const { Type } = turn.stateOf(child);
  const type = abortable.find((known) => known === Type);
  if (type && child.enteredEvent !== undefined) turn.note(child, `${type}StateAborted`);
  if (turn.stateOf(parent).Type !== 'Map') return;
  turn.note(child, 'MapIterationAborted', {
    mapIterationAbortedEventDetails: { name: parent.state, index: child.index ?? 0 },
  });
}
