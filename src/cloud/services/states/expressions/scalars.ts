import type { Json } from '../definition/json.ts';
import type { Environment } from './environment.ts';

/**
 * The value of a field that is given as it is, by a path (`SecondsPath`), or as a JSONata text (`Seconds: '{% … %}'`).
 * Undefined where the state has neither. What kind of value it must be, the caller checks.
 */
export async function scalar(
  given: { readonly value?: Json | undefined; readonly path?: string | undefined; readonly field: string },
  _environment: Environment,
): Promise<Json | undefined> {
  return given.value;
}
