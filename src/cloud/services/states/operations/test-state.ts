import type * as Sdk from '@aws-sdk/client-sfn';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { rootFrame } from '../execution/frame.ts';
import { readInput } from '../executions/read-input.ts';
import { outcomeOf } from '../expressions/environment.ts';
import { leaveState } from '../expressions/io.ts';
import type { StatesRuntime } from '../runtime.ts';
import type { StatesState } from '../state.ts';
import { StatesError } from '../states-error.ts';
import { answerFailure } from '../test-state/answer-failure.ts';
import { assertTestable, readRecord } from '../test-state/assert-testable.ts';
import { doTested } from '../test-state/do-tested.ts';
import { Inspection, inspectResult } from '../test-state/inspection.ts';
import { TestTurn } from '../test-state/test-turn.ts';
import { type TestedState, testedState } from '../test-state/tested-state.ts';

type Input = Given<Sdk.TestStateInput>;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html */
export const testState: Operation<Input, Sdk.TestStateOutput, StatesState, StatesRuntime> = async (
  state,
  input,
  context,
) => {
  const tested = testedState(input);
  assertTestable(tested.state, input, context.kernel);
  const { input: inputText = '{}', variables = '{}', roleArn = '', context: given } = input;
  const turn = new TestTurn(
    tested,
    {
      inputText,
      input: readInput(inputText),
      variables: readRecord(variables, 'Variables must be a valid JSON object'),
      roleArn,
      contextObject: given === undefined ? undefined : readRecord(given, 'Context must be a valid JSON object'),
    },
    state,
    context,
  );
  const inspection = new Inspection(inputText);
  const answer = await answerOf(tested, input, turn, inspection);
  const { variables: after } = turn.frame(rootFrame);
  if (Object.keys(after).length > 0) inspection.set('variables', after);
  const isTold = (input.inspectionLevel ?? 'INFO') !== 'INFO';
  return { ...answer, ...(isTold && { inspectionData: inspection.data }) };
};

async function answerOf(
  { state }: TestedState,
  { mock, stateConfiguration = {}, inspectionLevel, revealSecrets = false }: Input,
  turn: TestTurn,
  inspection: Inspection,
): Promise<Sdk.TestStateOutput> {
  try {
    const { result, by } = await doTested({
      state,
      turn,
      inspection,
      mock,
      configuration: stateConfiguration,
      revealSecrets,
      isTraced: inspectionLevel === 'TRACE',
    });
    await inspectResult(state, result, turn, inspection);
    const frame = turn.frame(rootFrame);
    const { output, assigned } = await leaveState(
      by ?? state,
      result,
      turn.environment(frame, outcomeOf(state, result)),
    );
    turn.put({ ...frame, variables: { ...frame.variables, ...assigned } });
    const nextState = by?.Next ?? state.Next;
    return { output: JSON.stringify(output), status: 'SUCCEEDED', ...(nextState !== undefined && { nextState }) };
  } catch (error) {
    if (!(error instanceof StatesError)) throw error;
    return answerFailure(state, error, turn, inspection, stateConfiguration.retrierRetryCount ?? 0);
  }
}
