import { AwsError } from '../kernel/errors.ts';
import type { Properties, ResourceContext } from './contract.ts';
import { tagList } from './tags.ts';

/**
 * Reading the properties of CloudFormation templates, which are loosely typed: `"30"` is as good as `30`. Each answers
 * undefined for a property that is not there.
 */
export function textIn(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return value === undefined || value === null ? undefined : String(value);
}

/** Throws ValidationError for what is no number. */
export function numberIn(properties: Properties, name: string): number | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  const number = Number(value);
  if (Number.isNaN(number)) throw invalidProperty(name, value, 'a number');
  return number;
}

/** Throws ValidationError for what is neither true nor false, as such or as text. */
export function flagIn(properties: Properties, name: string): boolean | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw invalidProperty(name, value, 'true or false');
}

/** A policy, a dashboard, …: an object in the template or JSON already; JSON to the service. */
export function documentIn(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A list of texts; one text alone is a list of one. Empty when it is not there. */
export const textsIn = (properties: Properties, name: string): string[] => listIn(properties, name).map(String);

/** A list of structures, such as inline policies. */
export function recordsIn(properties: Properties, name: string): Properties[] {
  return listIn(properties, name).map((value) => {
    if (typeof value !== 'object' || value === null) throw invalidProperty(name, value, 'a list of structures');
    return value as Properties;
  });
}

/** A structure. Throws ValidationError for anything else. */
export function recordIn(properties: Properties, name: string): Properties | undefined {
  const value = properties[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw invalidProperty(name, value, 'a structure');
  return value as Properties;
}

function listIn(properties: Properties, name: string): readonly unknown[] {
  const value = properties[name];
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** How CloudFormation refuses a property of the wrong form. */
export const invalidProperty = (name: string, value: unknown, wanted: string): AwsError =>
  new AwsError('ValidationError', `Value of property ${name} must be ${wanted}, not ${JSON.stringify(value)}`);

/** The stack's tags and, over them, the resource's own `Tags: [{ Key, Value }]`. */
export function tagsIn(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  const own = recordsIn(properties, 'Tags').map(({ Key, Value }) => [String(Key), String(Value)]);
  const all: Record<string, string> = { ...context.tags, ...Object.fromEntries(own) };
  return tagList(all);
}

/** Keys that were tagged before and are no more. */
export function tagKeysGone(properties: Properties, previous: Properties, context: ResourceContext): string[] {
  const kept = new Set(tagsIn(properties, context).map(({ Key }) => Key));
  return tagsIn(previous, context).flatMap(({ Key }) => (kept.has(Key) ? [] : [Key]));
}

/** Waits for a deletion; what is already gone is as good as deleted. */
export async function unlessGone(deletion: Promise<unknown>, ...codes: readonly string[]): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!(error instanceof AwsError && codes.includes(error.code))) throw error;
  }
}
