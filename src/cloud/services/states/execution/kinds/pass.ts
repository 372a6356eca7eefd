import type { PassState } from '../../definition/states.ts';
import { effectiveInput, fillTemplate } from '../../expressions/io.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-pass.html */
export const pass: Kind<PassState> = {
  name: 'Pass',
  async begin(state, frame, turn) {
    const environment = turn.environment(frame);
    const input = await effectiveInput(state, environment);
    if (state.Result !== undefined) return { result: state.Result };
    return { result: await fillTemplate(state.Parameters, { ...environment, input }, 'Parameters', input) };
  },
};
