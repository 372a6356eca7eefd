/**
 * An SDK input type as an operation sees it. The SDK writes required members `T | undefined`; the pipeline refuses
 * calls without them before an operation runs, so here they are there.
 */
export type Given<Input> = {
  readonly [K in keyof Input]: Record<never, never> extends Pick<Input, K> ? Input[K] : Exclude<Input[K], undefined>;
};
