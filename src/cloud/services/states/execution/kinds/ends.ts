import type { FailState, SucceedState } from '../../definition/states.ts';
import { effectiveInput } from '../../expressions/io.ts';
import { scalar } from '../../expressions/scalars.ts';
import { StatesError } from '../../states-error.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html */
export const succeed: Kind<SucceedState> = {
  name: 'Succeed',
  begin: async (state, frame, turn) => ({ result: await effectiveInput(state, turn.environment(frame)) }),
};

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-fail.html */
export const fail: Kind<FailState> = {
  name: 'Fail',
  async begin({ Error: value, ErrorPath, Cause, CausePath }, frame, turn) {
    const environment = turn.environment(frame);
    const error = await scalar({ value, path: ErrorPath, field: 'Error' }, environment);
    const cause = await scalar({ value: Cause, path: CausePath, field: 'Cause' }, environment);
    throw new StatesError(textOf(error), textOf(cause));
  },
};

const textOf = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));
