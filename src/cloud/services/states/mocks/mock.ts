import { isMatch, isNamed } from '../../../kernel/faults/rule.ts';
import type { MockAnswer } from '../../../service-kit/workflow-mocks.ts';
import { parseResource } from '../tasks/resource.ts';

/** An answer and the calls that it stands for, counted from 0. */
export interface MockedCalls {
  readonly from: number;
  /** Inclusive; null: all that follow. */
  readonly to: number | null;
  readonly answer: MockAnswer;
}

/** A mock as it is kept: of a mock file or by hand. */
export interface Mock {
  readonly resource?: string;
  readonly machine?: string;
  readonly state?: string;
  /** Only of executions that were started by `machineArn#TestCase`. */
  readonly testCase?: string;
  readonly calls: readonly MockedCalls[];
}

/** Which task of which execution is called. */
export interface MockableTask {
  readonly resource: string;
  /** Name of the machine. */
  readonly machine: string;
  readonly state: string;
}

const integration = /^arn:[\w-]+:states:[\w-]*:[\w]*:(?=[\w-]+:)/;

/** `ecs:runTask` means every suffix; `ecs:runTask.sync` itself; an ARN as well. */
function isResource(wanted: string, text: string): boolean {
  if (isMatch(wanted, text)) return true;
  const isService = ['sdk', 'optimized'].includes(parseResource(text)?.kind ?? 'sdk');
  const named = isService ? text.replace(integration, '') : (text.split(':').at(-1) ?? text);
  return isMatch(wanted, named) || isMatch(wanted, named.replace(/\.(sync(:2)?|waitForTaskToken)$/, ''));
}

/** Whether a mock may stand for a task, in some test case or in all executions. */
export const covers = (mock: Mock, { resource, machine, state }: MockableTask): boolean =>
  (mock.resource === undefined || isResource(mock.resource, resource)) &&
  (mock.machine === undefined || isNamed(mock.machine, machine)) &&
  (mock.state === undefined || mock.state === state);

/** The last mock that was given wins; one of the execution's test case wins over all others. */
export function findMock(
  mocks: readonly Mock[],
  task: MockableTask & { readonly testCase?: string | undefined },
): Mock | undefined {
  const fitting = mocks.filter((mock) => covers(mock, task));
  const ofCase = fitting.findLast(({ testCase }) => testCase !== undefined && testCase === task.testCase);
  return ofCase ?? fitting.findLast(({ testCase }) => testCase === undefined);
}

/** Whoever holds the mocks that the cloud was started with. */
export interface MockHolder {
  readonly mocks: readonly Mock[];
}
