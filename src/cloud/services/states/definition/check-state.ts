import { type CheckBlock, checkBranches, checkProcessor } from './check-blocks.ts';
import { otherLanguage } from './failure-fields.ts';
import { type Fields, objectAt, requireFields, requireOne, type Surroundings } from './findings.ts';
import { checkTask } from './resource-fields.ts';
import { everyState, stateFields, stateRules } from './state-fields.ts';
import type { Language } from './states.ts';
import { looksDynamic, oneOf } from './values.ts';

const queryLanguage = oneOf('JSONPath', 'JSONata');

/** AWS takes whatever is not exactly JSONPath for JSONata. */
export const languageOf = (value: unknown, otherwise: Language): Language =>
  value === undefined ? otherwise : value === 'JSONPath' ? 'JSONPath' : 'JSONata';

/** One state, and the blocks within it. */
export function checkState(value: unknown, at: string, around: Surroundings, checkBlock: CheckBlock): void {
  const state = objectAt(value, at, around);
  if (!state) return;
  const { findings, machineLanguage } = around;
  const surroundings = { ...around, language: languageOf(state.QueryLanguage, machineLanguage) };
  checkQueryLanguage(state, at, surroundings);
  const type = typeOf(state, at, surroundings);
  if (type === undefined) return;
  const { may, must = [], oneOf: single = [], exactlyOneOf = [] } = stateRules[type] ?? { may: [] };
  for (const [name, item] of Object.entries(state)) {
    const field = may.includes(name) || everyState.includes(name) ? stateFields[name] : undefined;
    if (!field) findings.schema(`Field '${name}' is not supported`, at);
    else if (field.only && field.only !== surroundings.language) {
      findings.schema(otherLanguage(surroundings.language, name), at);
    } else
      field.check(item, `${at}/${name}`, hasResult(type, name) ? { ...surroundings, outcome: 'result' } : surroundings);
  }
  requireFields(state, must, at, surroundings);
  for (const names of exactlyOneOf) requireOne(withoutFalseEnd(state, names), names, at, surroundings);
  for (const names of single) requireOne(state, names, at, surroundings, false);
  if (type === 'Task') checkTask(state, at, surroundings);
  if (type === 'Parallel') checkBranches(state, at, surroundings, checkBlock);
  if (type === 'Map') checkProcessor(state, at, surroundings, checkBlock);
  if (type === 'Pass') warnOfStaticResult(state, at, surroundings);
}

/** What is made of a result that the state waited for. */
const hasResult = (type: string, field: string): boolean =>
  ['Task', 'Parallel', 'Map'].includes(type) && ['Output', 'Assign'].includes(field);

/** `"End": false` is as if it were not there. */
const withoutFalseEnd = (state: Fields, names: readonly string[]): Fields => {
  if (!names.includes('End') || state.End !== false) return state;
  const { End: _false, ...rest } = state;
  return rest;
};

function typeOf(state: Fields, at: string, surroundings: Surroundings): string | undefined {
  const { Type } = state;
  if (Type === undefined) {
    requireFields(state, ['Type'], at, surroundings);
  } else if (typeof Type !== 'string' || !Object.hasOwn(stateRules, Type)) {
    const types = 'Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map';
    surroundings.findings.schema(`The field 'Type' should have one of these values: [${types}]`, `${at}/Type`);
  } else return Type;
  return undefined;
}

function checkQueryLanguage({ QueryLanguage }: Fields, at: string, surroundings: Surroundings): void {
  if (QueryLanguage === undefined) return;
  const { findings, machineLanguage } = surroundings;
  queryLanguage(QueryLanguage, `${at}/QueryLanguage`, surroundings);
  if (QueryLanguage === 'JSONPath' && machineLanguage === 'JSONata') {
    findings.schema("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", at);
  }
}

function warnOfStaticResult({ Result }: Fields, at: string, { findings }: Surroundings): void {
  const values = typeof Result === 'object' && Result !== null ? Object.values(Result) : [Result];
  if (values.some((value) => typeof value === 'string' && looksDynamic(value))) {
    findings.warn('PASS_RESULT_IS_STATIC', 'Attempt to use a path in the result of a pass state.', `${at}/Result`);
  }
}
