import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Turn } from './turn.ts';

/** Lets an execution that did not succeed go on from where it stopped. */
export function redrive(turn: Turn): void {
  throw new UnsupportedError(`to redrive ${turn.execution.arn}`);
}
