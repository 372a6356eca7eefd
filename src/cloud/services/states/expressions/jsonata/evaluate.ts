import { DeadlineExceeded } from '../../../../kernel/deadline.ts';
import type { Json, JsonRecord } from '../../definition/json.ts';
import { StatesError } from '../../states-error.ts';
import type { Environment } from '../environment.ts';
import { awsFunctions } from './aws-functions.ts';
import { boundedFunction, clockFunctions } from './bounded-functions.ts';
import { LimitExceeded, tooDeep, tooLong, tooMuchMemory } from './limits.ts';
import { Meter } from './meter.ts';
import { type NativeFunction, type Natives, nativeFunctions } from './native-functions.ts';
import { type Expression, expressionIn, meterName, parseJsonata, SyntaxProblem } from './syntax.ts';
import { toJson, Unwritable } from './to-json.ts';

/*
 * JSONata in Step Functions: version 2.0.6 without $eval, with functions of AWS.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */

/**
 * The value of a text `{% … %}`; any other text is its own value. `field` names it in errors, relative to its state:
 * `Output/total`, `Choices[1]/Condition`. Throws {@link StatesError} (States.QueryEvaluationError) with that location.
 */
export async function evaluateJsonata(text: string, environment: Environment, field: string): Promise<Json> {
  const source = expressionIn(text);
  if (source === undefined) return text;
  const named = `The JSONata expression '${source}' specified for the field '${field}'`;
  const fail = (what: string): never => {
    throw new StatesError('States.QueryEvaluationError', `${named} ${what}`, field);
  };
  let value: unknown;
  try {
    value = await run(parseJsonata(source), environment);
  } catch (error) {
    return fail(`threw an error during evaluation${detailsOf(error)}`);
  }
  if (value === undefined) return fail('returned nothing (undefined).');
  try {
    return toJson(value);
  } catch (error) {
    if (error instanceof Unwritable) return fail('returned an unsupported result type.');
    throw error;
  }
}

/** Fills in the texts `{% … %}` of a template, wherever they are; `field` as of {@link evaluateJsonata}. */
export async function fillJsonata(template: Json, environment: Environment, field: string): Promise<Json> {
  if (typeof template === 'string') return evaluateJsonata(template, environment, field);
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) {
    const filled: Json[] = [];
    for (const [index, item] of template.entries()) {
      filled.push(await fillJsonata(item, environment, `${field}[${index}]`));
    }
    return filled;
  }
  const filled: [string, Json][] = [];
  for (const [name, item] of Object.entries(template as JsonRecord)) {
    filled.push([name, await fillJsonata(item, environment, `${field}/${name}`)]);
  }
  return Object.fromEntries(filled);
}

/** As a field is refused whose expression gave another type than it takes: `expected` as in "Expected 'array'". */
export function unexpectedType(text: string, field: string, expected: string, value: Json): StatesError {
  const was = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return new StatesError(
    'States.QueryEvaluationError',
    `The JSONata expression '${expressionIn(text) ?? text}' specified for the field '${field}' returned an unexpected ` +
      `result type. Expected '${expected}', but was '${was}' for value: ${JSON.stringify(value)}`,
    field,
  );
}

async function run(expression: Expression, environment: Environment): Promise<unknown> {
  const natives = await nativeFunctions();
  const meter = new Meter(expression);
  const bindings: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  bindings[meterName] = meter;
  // All that it can name; what it does not mention is not made.
  for (const name of expression.names) {
    if (Object.hasOwn(environment.variables, name)) bindings[name] = environment.variables[name];
    else if (name === 'states') bindings[name] = statesOf(environment);
    // Undefined hides JSONata's own $eval: whoever calls it calls no function.
    else if (name === 'eval') bindings[name] = undefined;
    else {
      const made = functionNamed(name, natives, environment, meter);
      if (made) bindings[name] = made;
    }
  }
  return expression.evaluate(bindings);
}

const ownFunctions = { ...awsFunctions, ...clockFunctions };

function functionNamed(
  name: string,
  natives: Natives,
  environment: Environment,
  meter: Meter,
): NativeFunction | undefined {
  if (Object.hasOwn(ownFunctions, name)) return ownFunctions[name]?.(natives, environment);
  const native = natives.find(name);
  return native && boundedFunction(native, { name, meter, environment });
}

/** `$states`. The context is made when it is looked at. */
function statesOf(environment: Environment): object {
  const { input, result, errorOutput } = environment;
  return {
    input,
    ...(result !== undefined && { result }),
    ...(errorOutput !== undefined && { errorOutput }),
    get context() {
      return environment.context;
    },
  };
}

/** JSONata's own errors have a code and are sentences of their own; what ends an evaluation has none. */
function detailsOf(error: unknown): string {
  if (error instanceof SyntaxProblem) return error.code ? `. ${error.code}: ${error.message}` : `: ${error.message}`;
  if (error instanceof LimitExceeded) return `: ${error.message}`;
  if (error instanceof DeadlineExceeded) return `: ${tooLong().message}`;
  // Of JavaScript: the stack is used up, or a text became too long.
  if (error instanceof RangeError) {
    if (/call stack/.test(error.message)) return `: ${tooDeep().message}`;
    if (/invalid (string|array) length/i.test(error.message)) return `: ${tooMuchMemory().message}`;
  }
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^[A-Z]\d+$/.test(code)) return `. ${code}: ${String(message)}`;
  return `: ${String(message ?? error)}`;
}
