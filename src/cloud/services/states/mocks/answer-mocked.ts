import type { Json } from '../definition/json.ts';
import type { TaskAnswer } from '../execution/task-answer.ts';
import { resourceName } from '../resource-name.ts';

import type { Execution, StatesState } from '../state.ts';
import { mocksIn } from './given-mocks.ts';
import { findMock, type Mock, type MockHolder } from './mock.ts';

interface MockedTask {
  readonly execution: Execution;
  readonly state: string;
  readonly resource: string;
  /** The same each time that the task's call is made: after a crash, twice. */
  readonly id: string;
}

/** What a mock says comes of a task; undefined where none stands for it. */
export function answerMocked(state: StatesState, task: MockedTask, runtime: MockHolder): TaskAnswer | undefined {
  const mocks = mocksIn(state, runtime);
  if (mocks.length === 0) return undefined;
  const { execution, resource } = task;
  const machine = resourceName(execution.machineArn);
  const mock = findMock(mocks, { resource, machine, state: task.state, testCase: execution.testCase });
  return mock && answerOf(mock, countCall(state, task), task);
}

/** Which call of its state it is in this execution, from 0. */
function countCall({ mockedCalls }: StatesState, { execution, state, id }: MockedTask): number {
  const known = mockedCalls.get(`${execution.arn}|${state}|${id}`);
  if (known !== undefined) return known;
  const counted = mockedCalls.get(`${execution.arn}|${state}`) ?? 0;
  mockedCalls.set(`${execution.arn}|${state}`, counted + 1);
  mockedCalls.set(`${execution.arn}|${state}|${id}`, counted);
  return counted;
}

function answerOf({ calls }: Mock, number: number, { execution, state }: MockedTask): TaskAnswer {
  const found = calls.find(({ from, to }) => from <= number && (to === null || number <= to));
  if (!found) {
    const has = calls.map(({ from, to }) => (from === to ? `"${from}"` : `"${from}-${to}"`)).join(', ') || 'none';
    const by = execution.testCase === undefined ? '' : ` of the test case '${execution.testCase}'`;
    const cause = `No mocked response${by} stands for call ${number} of the state '${state}'. There are: ${has}.`;
    return { error: 'States.Runtime', cause };
  }
  const { answer } = found;
  if ('Return' in answer) return { output: answer.Return as Json };
  return { error: answer.Throw.Error, cause: answer.Throw.Cause };
}
