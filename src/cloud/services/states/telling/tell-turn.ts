import { logTurn } from '../logging/log-turn.ts';
import { countTurn } from './count-turn.ts';
import { emitStatusChanges } from './status-events.ts';
import type { ToldTurn } from './told-turn.ts';

/** Tells the world around of what came about in a turn: the log, CloudWatch and EventBridge. */
export function tellTurn(turn: ToldTurn): void {
  if (turn.events.length === 0) return;
  logTurn(turn);
  countTurn(turn);
  emitStatusChanges(turn);
}
