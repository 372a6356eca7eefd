import type { Json } from '../definition/json.ts';
import type { StatesError } from '../states-error.ts';
import type { Frame } from './frame.ts';
import type { Turn } from './turn.ts';

/** Where a catcher leads. */
export interface Caught {
  readonly frame: Frame;
  readonly next: string;
  readonly output: Json;
}

/** A state's retriers and catchers; undefined where none of them wants the error. */
export async function handleFailure(
  _frame: Frame,
  _error: StatesError,
  _turn: Turn,
): Promise<Caught | 'tried again' | undefined> {
  return undefined;
}
