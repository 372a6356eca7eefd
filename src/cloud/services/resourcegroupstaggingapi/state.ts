/** It keeps nothing: tags are where their resources are. */
export type TaggingApiState = Readonly<Record<string, never>>;

export const openTaggingApiState = (): TaggingApiState => ({});
