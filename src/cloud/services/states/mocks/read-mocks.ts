import { SquallError } from '../../../kernel/errors.ts';
import { isJsonObject, type JsonObject } from '../../../kernel/json.ts';
import type { MockAnswer } from '../../../service-kit/workflow-mocks.ts';
import type { Mock, MockedCalls } from './mock.ts';

const example = 'Send {"resource":"ecs:runTask","answers":[{"Return":{}}]}, or a mock file of Step Functions Local.';

const wrong = (what: string): SquallError => new SquallError('InvalidOption', what, example);

/** Mocks as they are given: one, several, or a mock file of Step Functions Local. Throws `SquallError` naming what is wrong. */
export function readMocks(given: unknown): readonly Mock[] {
  if (Array.isArray(given)) return given.flatMap((each) => readMocks(each));
  if (!isJsonObject(given)) throw wrong('A mock is not an object.');
  return 'StateMachines' in given || 'MockedResponses' in given ? readConfig(given) : [readTaskMock(given)];
}

const members: ReadonlySet<string> = new Set(['resource', 'machine', 'state', 'answers']);

function readTaskMock(given: JsonObject): Mock {
  const unknown = Object.keys(given).find((name) => !members.has(name));
  if (unknown !== undefined) throw wrong(`A mock has no member “${unknown}”.`);
  const { answers } = given;
  const [resource, machine, state] = (['resource', 'machine', 'state'] as const).map((name) => {
    const value = given[name];
    if (value === undefined || (typeof value === 'string' && value !== '')) return value;
    throw wrong(`The ${name} of a mock is not a text.`);
  });
  if (resource === undefined && state === undefined) throw wrong('A mock names neither a resource nor a state.');
  if (!Array.isArray(answers) || answers.length === 0) throw wrong('A mock has no answers.');
  const calls = answers.map((answer, index) => ({
    from: index,
    to: index === answers.length - 1 ? null : index,
    answer: readAnswer(answer, `The answer ${index} of the mock`),
  }));
  return {
    ...(resource !== undefined && { resource }),
    ...(machine !== undefined && { machine }),
    ...(state !== undefined && { state }),
    calls,
  };
}

function readAnswer(given: unknown, where: string): MockAnswer {
  if (!isJsonObject(given)) throw wrong(`${where} is not an object.`);
  if (Object.keys(given).length !== 1 || !('Return' in given || 'Throw' in given)) {
    throw wrong(`${where} has neither Return nor Throw alone.`);
  }
  if ('Return' in given) return { Return: given.Return };
  const { Throw: thrown } = given;
  const { Error: error, Cause: cause } = isJsonObject(thrown) ? thrown : {};
  if (typeof error !== 'string' || (cause !== undefined && typeof cause !== 'string')) {
    throw wrong(`${where} throws without an Error.`);
  }
  return { Throw: { Error: error, ...(cause !== undefined && { Cause: cause }) } };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html */
function readConfig({ StateMachines: machines = {}, MockedResponses: responses = {} }: JsonObject): readonly Mock[] {
  const calls = new Map(
    membersOf(responses, 'MockedResponses').map(([name, response]) => [name, readResponse(name, response)]),
  );
  return membersOf(machines, 'StateMachines').flatMap(([machine, value]) => {
    const { TestCases: cases } = isJsonObject(value) ? value : {};
    return membersOf(cases, `TestCases of ${machine}`).flatMap(([testCase, states]) =>
      membersOf(states, `The test case ${testCase} of ${machine}`).map(([state, name]): Mock => {
        const found = typeof name === 'string' ? calls.get(name) : undefined;
        if (found) return { machine, testCase, state, calls: found };
        const known = [...calls.keys()].join(', ') || 'none';
        throw wrong(`${machine}#${testCase} gives ${state} “${String(name)}”; MockedResponses has: ${known}.`);
      }),
    );
  });
}

function membersOf(given: unknown, what: string): readonly (readonly [string, unknown])[] {
  if (isJsonObject(given)) return Object.entries(given);
  throw wrong(`${what} of the mock file is not an object.`);
}

function readResponse(name: string, given: unknown): readonly MockedCalls[] {
  const calls = membersOf(given, `“${name}”`).map(([range, answer]): MockedCalls => {
    const [, from, to = from] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(range) ?? [];
    if (from === undefined || Number(to) < Number(from)) {
      throw wrong(`“${range}” of “${name}” is no number of a call, such as "0" or "1-3".`);
    }
    return { from: Number(from), to: Number(to), answer: readAnswer(answer, `“${range}” of “${name}”`) };
  });
  return calls.toSorted((a, b) => a.from - b.from);
}
