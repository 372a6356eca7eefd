import type { ChoiceState } from '../../definition/states.ts';
import { holds } from '../../expressions/choices.ts';
import { effectiveInput } from '../../expressions/io.ts';
import { StatesError } from '../../states-error.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export const choice: Kind<ChoiceState> = {
  name: 'Choice',
  async begin(state, frame, turn) {
    const environment = turn.environment(frame);
    const input = await effectiveInput(state, environment);
    for (const rule of state.Choices) {
      if (await holds(rule, { ...environment, input })) return { result: input, by: rule };
    }
    // Output and Assign of the state itself are those of its Default.
    if (state.Default !== undefined) return { result: input, by: { ...state, Next: state.Default } };
    // AWS, though its documentation names States.NoChoiceMatched: measured, and no catcher sees it.
    throw new StatesError(
      'States.Runtime',
      'Failed to transition out of the state. The state does not point to a next state.',
      { isEvaluation: true },
    );
  },
};
