import { spend, spendText } from '../effort.ts';
import { isHost, isNumber, printed, type Value } from '../values.ts';
import { listMethods } from './list-methods.ts';
import { mapMethods } from './map-methods.ts';
import type { Method } from './method.ts';
import { booleanMethods, numberMethods } from './number-methods.ts';
import { stringMethods } from './string-methods.ts';

/** Copying an item takes so much less than looking at it. */
const itemsPerEffort = 16;

/** `value.name(args)`; null for what is no method, which shows as nothing. */
export function callMethod(value: Value, name: string, args: readonly Value[]): Value {
  for (const operand of [value, ...args]) spendOn(operand);
  const answer = isHost(value)
    ? (value.host.call?.(name, args) ?? null)
    : (methodOf(value, name)?.(args) ?? common(value, name, args));
  return typeof answer === 'string' ? spendText(answer) : answer;
}

/** Most methods go through all of a text, and through the items of lists and maps in steps that are much shorter. */
function spendOn(operand: Value): void {
  if (typeof operand === 'string') spendText(operand);
  else if (Array.isArray(operand)) spend(operand.length / itemsPerEffort);
  else if (operand instanceof Map) spend(operand.size / itemsPerEffort);
}

/** `value.name`: what a map has by that name, or what a getter of that name answers. */
export function propertyOf(value: Value, name: string): Value {
  if (isHost(value)) return value.host.get?.(name) ?? null;
  if (value instanceof Map && value.has(name)) return value.get(name) ?? null;
  const getter = name.charAt(0).toUpperCase() + name.slice(1);
  return methodOf(value, `is${getter}`)?.([]) ?? methodOf(value, `get${getter}`)?.([]) ?? null;
}

function methodOf(value: Value, name: string): ((args: readonly Value[]) => Value | undefined) | undefined {
  if (typeof value === 'string') return bound(stringMethods, name, value);
  if (typeof value === 'boolean') return bound(booleanMethods, name, value);
  if (Array.isArray(value)) return bound(listMethods, name, value);
  if (value instanceof Map) return bound(mapMethods, name, value);
  return isNumber(value) ? bound(numberMethods, name, value) : undefined;
}

function bound<On>(methods: Readonly<Record<string, Method<On>>>, name: string, on: On) {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method && ((args: readonly Value[]) => method(on, args));
}

/** What every object of Java's has. */
function common(value: Value, name: string, args: readonly Value[]): Value {
  switch (name) {
    case 'toString':
      return printed(value);
    case 'equals':
      return typeof value === typeof args[0] && printed(value) === printed(args[0] ?? null);
    default:
      return null;
  }
}
