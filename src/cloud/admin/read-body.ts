import { SquallError } from '../kernel/errors.ts';
import { parseJson } from '../kernel/json.ts';
import { depthMax } from '../wire/limits.ts';

/**
 * A request's JSON; undefined when it is none. Throws `SquallError` for what nests deeper than any input of AWS:
 * whoever walks through it afterwards may recurse.
 */
export function readBody(body: Uint8Array): unknown {
  const value = parseJson(Buffer.from(body).toString('utf8'));
  if (!nests(value, depthMax)) return value;
  const message = `The body nests deeper than ${depthMax} levels.`;
  throw new SquallError('InvalidOption', message, 'Send flatter JSON: no operation takes more.');
}

/** Whether a value has more than so many levels. */
function nests(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const member of Object.values(value)) if (nests(member, levels - 1)) return true;
  return false;
}
