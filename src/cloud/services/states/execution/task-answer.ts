import type { Json } from '../definition/json.ts';

/** How a task or a child execution ended. */
export type TaskAnswer =
  | { readonly output: Json }
  | {
      readonly error?: string | undefined;
      readonly cause?: string | undefined;
      /** The service refused the call: there is no work that failed. */
      readonly isRefused?: true;
    };
