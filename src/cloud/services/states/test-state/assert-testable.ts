import type * as Sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../kernel/errors.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidDefinition } from '../definition/assert-definition.ts';
import type { Json } from '../definition/json.ts';
import type { State } from '../definition/states.ts';
import { assertMockedResult } from './assert-mocked-result.ts';
import { findState, innerBlocks } from './tested-state.ts';

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

const mockable: ReadonlySet<string> = new Set(['Task', 'Map', 'Parallel']);

/** Refuses what TestState does not do: states that need a mock without one, and mocks where there can be none. */
export function assertTestable(
  state: State,
  input: Given<Sdk.TestStateInput>,
  kernel: Pick<CloudKernel, 'models' | 'services'>,
): void {
  const { mock, revealSecrets, stateConfiguration } = input;
  if (!mock) {
    assertWithoutMock(state, input);
    return;
  }
  assertMock(state, mock, revealSecrets === true);
  if (mock.result !== undefined) {
    const result = readJson(mock.result, 'Mocked result must be valid JSON');
    assertMockedResult(state, result, mock.fieldValidationMode, kernel);
  }
  assertErrorOrigin(state, mock, stateConfiguration?.errorCausedByState);
}

/** An error of a Map or a Parallel may be told to come from a state within it. */
function assertErrorOrigin(state: State, { errorOutput }: Sdk.MockInput, name: string | undefined): void {
  if (name === undefined) return;
  const blocks = innerBlocks(state);
  if (!errorOutput || blocks.length === 0) {
    throw invalid('errorCausedByState is only supported when an error is mocked for a Map or Parallel state.');
  }
  if (!blocks.some((block) => findState(block, name, []))) {
    throw invalid(`State '${name}' is not found in the state that is tested`);
  }
}

function assertWithoutMock(state: State, { context, stateConfiguration, roleArn }: Given<Sdk.TestStateInput>): void {
  if (state.Type === 'Map' || state.Type === 'Parallel') {
    throw invalidDefinition(
      'TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]',
    );
  }
  if (context !== undefined) throw invalid('Context can only be specified when a mock is specified.');
  if (stateConfiguration !== undefined) {
    throw invalid('State configuration can only be specified when a mock is specified.');
  }
  if (state.Type !== 'Task') return;
  if (/(?:\.sync(?::2)?|\.waitForTaskToken)$|:activity:/.test(state.Resource)) {
    throw invalidDefinition(`TestState API does not support the resource ${state.Resource} without a mock`);
  }
  if (roleArn === undefined) throw invalid('RoleArn must be specified when no mock is specified.');
}

function assertMock({ Type }: State, mock: Sdk.MockInput, revealSecrets: boolean): void {
  if (!mockable.has(Type)) throw invalid(`State type '${Type}' is not supported when a mock is specified`);
  if (revealSecrets) throw invalid('TestState does not support RevealSecrets when a mock is specified.');
  if (mock.result !== undefined && mock.errorOutput !== undefined) {
    throw invalid('A test mock should have only one of the following fields: [result, errorOutput].');
  }
}

/** JSON of a member of the input; `otherwise` says what is wrong where it is none. */
export function readJson(text: string, otherwise: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw invalid(otherwise);
  }
}

/** JSON of a member that must be an object. */
export function readRecord(text: string, otherwise: string): { readonly [name: string]: Json } {
  const value = readJson(text, otherwise);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(otherwise);
  return value as { readonly [name: string]: Json };
}
