import { isJsonObject, type JsonObject } from '../kernel/json.ts';

/** Tags without those that `isForeign`, whether they are a list of pairs or a map. Others stay as they are. */
function withoutTags(tags: unknown, isForeign: (key: string, value: unknown) => boolean): unknown {
  if (Array.isArray(tags)) {
    return tags.filter((tag) => !isJsonObject(tag) || !isForeign(String(tag.Key), tag.Value));
  }
  if (!isJsonObject(tags)) return tags;
  return Object.fromEntries(Object.entries(tags).filter(([key, value]) => !isForeign(key, value)));
}

/** A model without the tags that AWS's own services put on: nobody can set them. */
export function withoutSystemTags(model: JsonObject): JsonObject {
  if (model.Tags === undefined) return model;
  const tags = withoutTags(model.Tags, (key) => key.startsWith('aws:'));
  const { Tags: _, ...rest } = model;
  return Object.keys(tags as object).length > 0 ? { ...rest, Tags: tags } : rest;
}

/** Without those that a stack gave, too. */
export const withoutStackTags = (model: JsonObject, stackTags: Readonly<Record<string, string>>): JsonObject => {
  const own = withoutSystemTags(model);
  if (own.Tags === undefined) return own;
  return { ...own, Tags: withoutTags(own.Tags, (key, value) => stackTags[key] === value) };
};
