import type * as Sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../kernel/errors.ts';
import type { Given } from '../../../service-kit/input.ts';
import { invalidDefinition } from '../definition/assert-definition.ts';
import type { Json } from '../definition/json.ts';
import type { State } from '../definition/states.ts';

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

const mockable = new Set(['Task', 'Map', 'Parallel']);

/** Refuses what TestState does not do: states that need a mock without one, and mocks where there can be none. */
export function assertTestable(state: State, input: Given<Sdk.TestStateInput>): void {
  const { mock, revealSecrets } = input;
  if (mock) assertMock(state, mock, revealSecrets === true);
  else assertWithoutMock(state, input);
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
  if (mock.result !== undefined) readJson(mock.result, 'Mocked result must be valid JSON');
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
