import { isNamed } from '../../../kernel/faults/rule.ts';
import { validation } from '../errors.ts';
import { resourceName } from '../resource-name.ts';

import type { StatesState } from '../state.ts';
import { mocksIn } from './given-mocks.ts';
import type { MockHolder } from './mock.ts';

/** The ARN of what is started, and the test case of a mock file that is named behind it. */
export interface Started {
  readonly arn: string;
  readonly testCase?: string;
}

/**
 * Reads `arn:aws:states:…:stateMachine:Orders#HappyPath`, as Step Functions Local does. Where no mock file has test cases of
 * the machine it is an ARN like any other. Throws ValidationException for a test case that the file does not have.
 */
export function readTestCase(text: string, state: StatesState, runtime: MockHolder): Started {
  const [arn = '', testCase] = text.split('#');
  if (testCase === undefined) return { arn: text };
  const machine = resourceName(arn);
  const cases = new Set(
    mocksIn(state, runtime).flatMap((mock) => (isNamed(mock.machine ?? '', machine) ? (mock.testCase ?? []) : [])),
  );
  if (cases.size === 0) return { arn: text };
  if (cases.has(testCase)) return { arn, testCase };
  throw validation(`The mock file has no test case '${testCase}' of ${machine}. It has: ${[...cases].join(', ')}.`);
}
