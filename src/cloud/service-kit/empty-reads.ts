/** A read that never finds anything. */
interface EmptyRead {
  /** The operations that make what it lists. None of them is emulated: a test holds that. */
  readonly madeBy: readonly [string, ...string[]];
  /** Members of the input that name one such thing, or what it belongs to: with them it is refused. */
  readonly naming?: readonly string[];
}

/**
 * Reads of what nobody can have made here yet, by operation: they answer AWS's empty lists, so that tools which read
 * everything go on. Only those of which a new account has none either: no list of AWS's own documents is one.
 */
export type EmptyReads = Readonly<Record<string, EmptyRead>>;
