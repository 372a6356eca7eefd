import { AwsError } from '../../../kernel/errors.ts';

/** What came of something that AWS may refuse. */
export type Attempt<T> =
  | { readonly done: T; readonly error?: undefined }
  | { readonly done?: undefined; readonly error: AwsError };

/** Does `work`; AWS's refusals are an outcome, everything else is thrown. */
export function attempt<T>(work: () => T): Attempt<T> {
  try {
    return { done: work() };
  } catch (error) {
    if (error instanceof AwsError) return { error };
    throw error;
  }
}
