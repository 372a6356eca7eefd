/**
 * How far the branches or items of a state have come. Kept apart from its line of control, whose input may be large: it
 * changes with each item.
 */
export interface FanOut {
  readonly total: number;
  readonly begun: number;
  readonly done: number;
  /** How many may be under way at a time. */
  readonly concurrency: number;
  /** The items are the pairs of an object. */
  readonly areOfObject?: boolean;
  /** Id of the event before the next one of the state itself: the last one of what is done. */
  readonly previousEvent: number;
}
