import { AwsError } from '../../../kernel/errors.ts';
import type { Properties, ResourceContext } from '../../../service-kit/contract.ts';

/** Templates write numbers and booleans as text as well; the API wants them as they are. */
export const asNumber = (value: unknown): number | undefined => (value === undefined ? undefined : Number(value));

export const asBoolean = (value: unknown): boolean | undefined =>
  value === undefined ? undefined : value === true || value === 'true';

export const asText = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

/** A map of texts, such as variables of an environment. */
export function asTexts(value: unknown): Record<string, string> | undefined {
  if (value === undefined) return undefined;
  return Object.fromEntries(Object.entries(value as object).map(([key, text]) => [key, String(text)]));
}

/** Members that the template gives, and no others. */
export const given = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

/** The stack's tags and the resource's own, which win. */
export function tagsOf(properties: Properties, context: ResourceContext): Record<string, string> {
  const own = (properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return { ...context.tags, ...Object.fromEntries(own.map(({ Key, Value }) => [Key, String(Value)])) };
}

/** Gives a function or a mapping the tags that it has now, and takes the others away. */
export async function retag(
  arn: unknown,
  properties: Properties,
  previous: Properties,
  context: ResourceContext,
): Promise<void> {
  const Resource = String(arn);
  const Tags = tagsOf(properties, context);
  const TagKeys = Object.keys(tagsOf(previous, context)).filter((key) => !Object.hasOwn(Tags, key));
  if (TagKeys.length > 0) await context.call('lambda', 'UntagResource', { Resource, TagKeys });
  if (Object.keys(Tags).length > 0) await context.call('lambda', 'TagResource', { Resource, Tags });
}

export const differs = (name: string, properties: Properties, previous: Properties): boolean =>
  JSON.stringify(properties[name]) !== JSON.stringify(previous[name]);

/** Deleting what is gone already is done. */
export async function ignoringAbsence(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
  }
}
