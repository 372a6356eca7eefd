import type { ResourceContext } from '../../../service-kit/contract.ts';
import { retag, type Tag } from '../../../service-kit/properties.ts';
import { lowerFirst } from './lower-first.ts';

/** As `tags` of a creation; nothing where there are none. */
export const tagsMember = (tags: readonly Tag[]): object => (tags.length > 0 ? { tags: lowerFirst(tags) } : {});

/** Brings the tags of a machine or an activity from one template to the next. */
export const updateTags = (
  resourceArn: string,
  tags: readonly Tag[],
  previous: readonly Tag[],
  context: ResourceContext,
): Promise<void> =>
  retag(tags, previous, {
    untag: (tagKeys) => context.call('states', 'UntagResource', { resourceArn, tagKeys }),
    tag: (all) => context.call('states', 'TagResource', { resourceArn, tags: lowerFirst(all) }),
  });
