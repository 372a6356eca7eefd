import type { Json } from '../../definition/json.ts';
import type { StatesError } from '../../states-error.ts';
import type { Environment } from '../environment.ts';
import { runtimeFailure } from '../evaluation-errors.ts';
import { followPath } from '../paths/follow-path.ts';
import { type Path, PathFailure } from '../paths/path.ts';
import { aString } from './arguments.ts';
import { arities } from './arities.ts';
import { arrayContains, arrayGetItem, arrayLength, arrayPartition, arrayRange, arrayUnique } from './arrays.ts';
import { type Argument, type Call, IntrinsicFailure } from './call.ts';
import { mathAdd, mathRandom } from './numbers.ts';
import {
  base64Decode,
  base64Encode,
  format,
  hash,
  jsonMerge,
  jsonToString,
  stringSplit,
  stringToJson,
  unescapedText,
} from './texts.ts';

type IntrinsicFunction = (given: readonly Json[], random: Environment['random']) => Json;

const functions: Readonly<Record<string, IntrinsicFunction>> = {
  Array: (given) => given,
  ArrayContains: arrayContains,
  ArrayGetItem: arrayGetItem,
  ArrayLength: arrayLength,
  ArrayPartition: arrayPartition,
  ArrayRange: arrayRange,
  ArrayUnique: arrayUnique,
  Base64Decode: base64Decode,
  Base64Encode: base64Encode,
  Hash: hash,
  JsonMerge: jsonMerge,
  JsonToString: jsonToString,
  MathAdd: mathAdd,
  MathRandom: mathRandom,
  StringSplit: stringSplit,
  StringToJson: stringToJson,
  UUID: (_given, random) => random.uuid(),
};

/**
 * What a call of an intrinsic function answers; throws {@link StatesError}: `States.Runtime`, as AWS does, which has
 * `States.IntrinsicFailure` in its documentation.
 */
export function evaluateCall(call: Call, environment: Environment): Json {
  try {
    return evaluate(call, environment);
  } catch (error) {
    throw failureOf(error, call) ?? error;
  }
}

function failureOf(error: unknown, { text }: Call): StatesError | undefined {
  if (!(error instanceof IntrinsicFailure)) return undefined;
  return runtimeFailure(`The function '${text}' had the following error: ${error.message}`);
}

function evaluate(call: Call, environment: Environment): Json {
  try {
    return apply(call, environment);
  } catch (error) {
    // The innermost call knows whose arguments they are.
    if (!(error instanceof IntrinsicFailure) || error.message) throw error;
    throw new IntrinsicFailure(`Invalid arguments in States.${call.name}`);
  }
}

function apply(call: Call, environment: Environment): Json {
  const [least, most] = arities[call.name] ?? [0, 0];
  if (call.arguments.length < least || call.arguments.length > most) throw new IntrinsicFailure();
  if (call.name === 'Format') return evaluateFormat(call, environment);
  const given = call.arguments.map((argument) => valueOfArgument(argument, environment));
  const intrinsic = functions[call.name];
  if (!intrinsic) throw new IntrinsicFailure();
  return intrinsic(given, environment.random);
}

function evaluateFormat({ arguments: [template, ...rest] }: Call, environment: Environment): Json {
  const raw = template?.kind === 'text' ? template.raw : undefined;
  const text = raw ?? aString(template && valueOfArgument(template, environment));
  return format(
    text,
    rest.map((argument) => valueOfArgument(argument, environment)),
  );
}

function valueOfArgument(argument: Argument, environment: Environment): Json {
  switch (argument.kind) {
    case 'value':
      return argument.value;
    case 'text':
      return unescapedText(argument.raw);
    case 'call':
      return evaluate(argument.call, environment);
    case 'path':
      return follow(argument.path, environment);
  }
}

function follow(path: Path, environment: Environment): Json {
  try {
    return followPath(path, environment);
  } catch (error) {
    if (!(error instanceof PathFailure)) throw error;
    const input = JSON.stringify(path.root.kind === 'context' ? environment.context : environment.input);
    throw new IntrinsicFailure(
      error.isMissing
        ? `The JsonPath argument for the field '${path.text}' could not be found in the input '${input}'`
        : error.message,
    );
  }
}
