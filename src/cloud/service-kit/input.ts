/**
 * An SDK input type as an operation sees it. The SDK writes required members `T | undefined`; the pipeline refuses
 * calls without them before an operation runs, so here they are there.
 */
export type Given<Input> = {
  readonly [K in keyof Input]: Record<never, never> extends Pick<Input, K> ? Input[K] : Exclude<Input[K], undefined>;
};

/** The members of an input that were given: of an update, what is left out stays as it is. */
export function given<T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
