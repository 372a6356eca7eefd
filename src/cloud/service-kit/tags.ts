/** The tags of a resource as services keep them, by key. */
export type Tags = Readonly<Record<string, string>>;

/** `[{ Key, Value }]`, in which most of AWS's answers tell tags. */
export const tagList = (tags: Tags): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** A list of a request, whose members the SDK's types leave optional; the last of two values for one key wins. */
export const tagRecord = (
  list: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[],
): Record<string, string> => Object.fromEntries(list.map(({ Key = '', Value = '' }) => [Key, Value]));

/** What is left when keys are taken off; a key that is not there is no mistake. */
export const withoutTags = (tags: Tags, keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));

/** What answers tell where AWS keeps its own tags, which CloudFormation puts on what it makes, to itself. */
export const withoutAwsTags = (tags: Tags): Tags =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:')));

/**
 * Keys that begin with `aws:` are AWS's own. CloudFormation marks what it makes with some of them, through the same
 * operations that users call, so those are let through from everybody.
 * https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
 */
export const isReservedTagKey = (key: string): boolean => /^aws:(?!cloudformation:)/i.test(key);
