import type { Json } from '../definition/json.ts';
import type { Environment } from '../expressions/environment.ts';
import { runtimeFailure } from '../expressions/evaluation-errors.ts';
import { scalar } from '../expressions/scalars.ts';
import { StatesError } from '../states-error.ts';

interface Given {
  /** `TimeoutSeconds`; by a path, `TimeoutSecondsPath`. */
  readonly field: string;
  readonly value: number | string | undefined;
  readonly path: string | undefined;
  readonly min: number;
}

/** AWS: of all fields that take seconds. */
const secondsMax = 99_999_999;

/** A field in whole seconds, given as it is, by a path or by JSONata; undefined where the state has none. */
export async function secondsOf(given: Given, environment: Environment): Promise<number | undefined> {
  const { field, value, path, min } = given;
  const found = await scalar({ value, path, field }, environment);
  if (found === undefined) return undefined;
  if (typeof found === 'number' && Number.isInteger(found) && found >= min && found <= secondsMax) return found;
  throw noSeconds(given, found);
}

function noSeconds({ field, value, path }: Given, found: Json): StatesError {
  const text = JSON.stringify(found);
  if (path !== undefined) {
    const isNegative = typeof found === 'number' && Number.isInteger(found) && found < 0;
    const why = isNegative ? 'references a negative value' : 'cannot be parsed as a long value';
    return runtimeFailure(`The ${field}Path parameter ${why}: ${path} == ${typeof found === 'string' ? found : text}`);
  }
  const expression = /^\{%\s*([\s\S]*?)\s*%\}$/.exec(String(value))?.[1] ?? String(value);
  const why =
    typeof found === 'number'
      ? 'a value that is no whole number in its range'
      : `an unexpected result type. Expected 'number', but was '${typeOf(found)}' for value: ${text}`;
  return new StatesError(
    'States.QueryEvaluationError',
    `The JSONata expression '${expression}' specified for the field '${field}' returned ${why}`,
    { isEvaluation: true, location: field },
  );
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
