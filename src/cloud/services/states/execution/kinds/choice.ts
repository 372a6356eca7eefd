import type { ChoiceState } from '../../definition/states.ts';
import { holds } from '../../expressions/choices.ts';
import { runtimeFailure } from '../../expressions/evaluation-errors.ts';
import { effectiveInput } from '../../expressions/io.ts';
import type { Kind } from './kind.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-choice.html */
export const choice: Kind<ChoiceState> = {
  name: 'Choice',
  async begin(state, frame, turn) {
    const environment = turn.environment(frame);
    const input = await effectiveInput(state, environment);
    for (const [index, rule] of state.Choices.entries()) {
      const place = `Choices[${index}]/`;
      if (await holds(rule, { ...environment, input }, `${place}Condition`)) {
        return { result: input, by: { ...rule, ...of(state), place } };
      }
    }
    // Output and Assign of the state itself are those of its Default.
    if (state.Default !== undefined) return { result: input, by: { ...state, Next: state.Default } };
    // AWS does not say States.NoChoiceMatched, which its documentation has.
    throw runtimeFailure('Failed to transition out of the state. The state does not point to a next state.');
  },
};

/** OutputPath is the state's, whichever rule holds. */
const of = ({ OutputPath }: ChoiceState) => (OutputPath === undefined ? {} : { OutputPath });
