import { partitionOf } from '../../../kernel/arns.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { retag, type Tag } from '../../../service-kit/properties.ts';
import { tagRecord } from '../../../service-kit/tags.ts';

/** How an existing resource's tags become those of the template; tags that others gave it stay. */
export async function retagAt(
  path: string,
  tags: { readonly now: readonly Tag[]; readonly previous: readonly Tag[] },
  { call, region }: ResourceContext,
): Promise<void> {
  const resourceArn = `arn:${partitionOf(region)}:apigateway:${region}::${path}`;
  await retag(tags.now, tags.previous, {
    untag: (tagKeys) => call('apigateway', 'UntagResource', { resourceArn, tagKeys }),
    tag: (list) => call('apigateway', 'TagResource', { resourceArn, tags: tagRecord(list) }),
  });
}
