/** Carries events of one source to one consumer. */
export interface SourcePoller {
  /** There may be something to do. */
  look(): void;
  /** Nothing new is begun. */
  stop(): void;
  /** Nothing at all is done any more: the world was replaced. */
  abandon(): void;
}
