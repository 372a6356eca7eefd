import type { Json } from '../definition/json.ts';
import type { Environment } from './environment.ts';
import { runtimeFailure } from './evaluation-errors.ts';
import { evaluateJsonata } from './jsonata/evaluate.ts';
import { followPath } from './paths/follow-path.ts';
import { parsePath } from './paths/parse-path.ts';
import { PathFailure } from './paths/path.ts';
import { evaluateText } from './templates.ts';

/** Fields of which AWS says so in words of their own when they point at nothing. */
const ofWait = ['Seconds', 'Timestamp'];

/**
 * The value of a field that is given as it is, by a path (`SecondsPath`), or as a JSONata text (`Seconds: '{% … %}'`).
 * Undefined where the state has neither. What kind of value it must be, the caller checks.
 */
export async function scalar(
  given: { readonly value?: Json | undefined; readonly path?: string | undefined; readonly field: string },
  environment: Environment,
): Promise<Json | undefined> {
  const { value, path, field } = given;
  if (path !== undefined) {
    return ofWait.includes(field)
      ? waitValue(path, environment, field)
      : evaluateText(path, environment, `${field}Path`);
  }
  const isJsonata = environment.language === 'JSONata' && typeof value === 'string' && value.startsWith('{%');
  return isJsonata ? evaluateJsonata(value, environment, field) : value;
}

function waitValue(text: string, environment: Environment, field: string): Json {
  try {
    return followPath(parsePath(text), environment);
  } catch (error) {
    if (!(error instanceof PathFailure)) throw error;
    throw runtimeFailure(`The ${field}Path parameter does not reference an input value: ${text}`);
  }
}
