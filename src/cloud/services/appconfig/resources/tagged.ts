import type { Scope } from '../../../kernel/scope.ts';
import type { Tag } from '../../../service-kit/properties.ts';
import { tagRecord } from '../../../service-kit/tags.ts';

export const notFoundCode = 'ResourceNotFoundException';

/** The operations that tag what lies at that path. */
export const taggingAt = <At extends { readonly context: Scope; readonly id: string }, P>(
  path: (p: P, at: At) => string,
) => ({
  tag: 'TagResource',
  untag: 'UntagResource',
  isMap: true as const,
  on: (p: P, at: At) => ({
    ResourceArn: `arn:aws:appconfig:${at.context.region}:${at.context.account}:${path(p, at)}`,
  }),
});

/** Tags as AppConfig takes them. */
export const tagMapOf = (tags: readonly Tag[]): Record<string, string> | undefined =>
  tags.length > 0 ? tagRecord(tags) : undefined;
