import { partitionOf } from '../../../kernel/arns.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { retag, type Tag } from '../../../service-kit/properties.ts';
import { tagRecord } from '../../../service-kit/tags.ts';

/** `arn:aws:apigateway:eu-west-1::/usageplans/a1b2c3` */
export const formatTagArn = (region: string, path: string): string =>
  `arn:${partitionOf(region)}:apigateway:${region}::${path}`;

interface Tagged {
  readonly Tags: readonly Tag[];
}

/** Makes an existing resource's tags those of the template; tags that others gave it stay. */
export const applyTags = (context: ResourceContext, resourceArn: string, p: Tagged, previous: Tagged): Promise<void> =>
  JSON.stringify(p.Tags) === JSON.stringify(previous.Tags)
    ? Promise.resolve()
    : retag(p.Tags, previous.Tags, {
        untag: (tagKeys) => context.call('apigateway', 'UntagResource', { resourceArn, tagKeys }),
        tag: (tags) => context.call('apigateway', 'TagResource', { resourceArn, tags: tagRecord(tags) }),
      });
