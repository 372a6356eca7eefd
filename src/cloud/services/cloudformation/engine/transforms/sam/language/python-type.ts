import { Float } from './float.ts';
import { isMade } from './legacy/made-text.ts';
import { isNothing } from './values.ts';

/** What Python calls the type of a value in a part of the template of which definitions of APIs are made. */
export function pythonType(value: unknown): string {
  if (isNothing(value)) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Float) return 'float';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return isMade(value) ? 'str' : 'Py27UniStr';
  return 'Py27Dict';
}
