/** A piece of the source to be replaced; edits never add or remove a line, so that stack traces stay true. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Names of our own in instrumented code. */
export const names = {
  tick: '__squall_tick',
  load: '__squall_import',
  meta: '__squall_meta',
  exports: '__squall_exports',
  /** Code that environments share: what it answers, what each of them remembers, and when modules are evaluated. */
  shared: '__squall_shared',
  own: '__squall_own',
  evaluate: '__squall_evaluate',
  /** Keeps a namespace of a shared module, by its number. */
  namespace: '__squall_namespace',
};
