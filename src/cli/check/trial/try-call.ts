import { setTimeout as wait } from 'node:timers/promises';
import { UnsupportedError } from '../../../cloud/kernel/errors.ts';
import type { TrialCloud } from './trial-cloud.ts';

/** Nothing that a check wants to know comes later. */
const callMaxMs = 2000;

/** What is refused of a call with this input; undefined where nothing is, be it answered or an error of AWS's. */
export async function tryCall(
  { service, operation }: { readonly service: string; readonly operation: string },
  input: object,
  trial: TrialCloud,
): Promise<string | undefined> {
  const { call } = trial.stack()('Tried');
  const refusal = call(service, operation, input).then(
    () => undefined,
    (error: unknown) => (error instanceof UnsupportedError ? error.feature : undefined),
  );
  return Promise.race([refusal, wait(callMaxMs, undefined, { ref: false })]);
}
