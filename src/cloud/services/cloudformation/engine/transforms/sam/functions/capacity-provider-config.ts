import { InvalidResource } from '../language/errors.ts';
import { type Fields, has, isMap } from '../language/values.ts';

/** A value as it is read, or what is wrong with it: pydantic's text and kind. */
type Reading = { readonly value: unknown } | { readonly problems: readonly string[] };

const names = ['Arn', 'PerExecutionEnvironmentMaxConcurrency', 'ExecutionEnvironmentMemoryGiBPerVCpu'] as const;
const notAMap = 'value is not a valid dict (type=type_error.dict)';
const notAnInteger = 'value is not a valid integer (type=type_error.integer)';
const notANumber = 'value is not a valid float (type=type_error.float)';

/**
 * `CapacityProviderConfig` of the Lambda function.
 * @throws InvalidResource in the words of pydantic, by which AWS's transform reads it
 */
export function capacityProviderConfig(logicalId: string, config: Fields): Fields {
  const problems: string[] = [];
  const values: Fields = {};
  for (const name of names) {
    const reading = read(name, config);
    if ('problems' in reading) problems.push(...reading.problems.map((problem) => `${name}\n  ${problem}`));
    else values[name] = reading.value;
  }
  for (const name of Object.keys(config)) {
    if (!(names as readonly string[]).includes(name)) {
      problems.push(`${name}\n  extra fields not permitted (type=value_error.extra)`);
    }
  }
  if (problems.length > 0) {
    const count = `${problems.length} validation error${problems.length === 1 ? '' : 's'}`;
    throw new InvalidResource(
      logicalId,
      `Invalid CapacityProviderConfig: ${[`${count} for CapacityProviderConfig`, ...problems].join('\n')}`,
    );
  }
  const { Arn: CapacityProviderArn, ...limits } = values;
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  return { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn, ...Object.fromEntries(given) } };
}

function read(name: (typeof names)[number], config: Fields): Reading {
  const value = has(config, name) ? config[name] : undefined;
  if (name === 'Arn') {
    if (value === undefined) return { problems: ['field required (type=value_error.missing)'] };
    if (value === null) {
      return { problems: ['none is not an allowed value (type=type_error.none.not_allowed)'] };
    }
    return readText(value);
  }
  if (value === undefined || value === null) return { value: undefined };
  const integer = integerOf(value);
  if (integer !== undefined) return { value: integer };
  if (isMap(value) || (Array.isArray(value) && value.length === 0)) return { value: isMap(value) ? value : {} };
  if (name === 'PerExecutionEnvironmentMaxConcurrency') return { problems: [notAMap, notAnInteger] };
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isNaN(number) ? { problems: [notAMap, notAnInteger, notANumber] } : { value: number };
}

function readText(value: unknown): Reading {
  if (isMap(value)) return { value };
  if (Array.isArray(value)) {
    return value.length === 0 ? { value: {} } : { problems: [notAMap, 'str type expected (type=type_error.str)'] };
  }
  if (typeof value === 'boolean') return { value: value ? 'True' : 'False' };
  return { value: String(value) };
}

function integerOf(value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  // `2.0` is an object, so that it can be told from `2`.
  if (typeof value === 'number' || value instanceof Number) return Math.trunc(Number(value));
  return typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : undefined;
}
