import { type Fields, isNothing } from '../language/values.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: unknown;
}

/** As CloudFormation takes them; a tag without a value has an empty one. */
export const tagList = (tags: Fields | null | undefined): Tag[] =>
  Object.entries(tags ?? {}).map(([Key, value]) => ({ Key, Value: isNothing(value) ? '' : value }));
