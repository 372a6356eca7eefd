import { partitionOf } from '../../kernel/arns.ts';
import { type Tagging, taggingCalls } from '../../service-kit/tagging.ts';
import type { HttpApiState } from './state.ts';

/** APIs, their stages, custom domains and VPC links. */
export const httpApiTagging: Tagging<HttpApiState> = {
  arnService: 'apigateway',
  *resources({ apis, stages, domainNames, vpcLinks }, { region }) {
    const prefix = `arn:${partitionOf(region)}:apigateway:${region}::/apis`;
    for (const { ApiId, Tags = {} } of apis.values()) yield { arn: `${prefix}/${ApiId}`, tags: Tags };
    for (const [key, { StageName, Tags = {} }] of stages.entries()) {
      yield { arn: `${prefix}/${key.slice(0, key.indexOf('/'))}/stages/${StageName}`, tags: Tags };
    }
    for (const { VpcLinkId, Tags = {} } of vpcLinks.values()) {
      yield { arn: `arn:${partitionOf(region)}:apigateway:${region}::/vpclinks/${VpcLinkId}`, tags: Tags };
    }
    for (const { DomainNameArn, Tags = {} } of domainNames.values()) {
      if (DomainNameArn !== undefined) yield { arn: DomainNameArn, tags: Tags };
    }
  },
  ...taggingCalls({
    tag: 'TagResource',
    untag: 'UntagResource',
    on: (ResourceArn) => ({ ResourceArn }),
    form: (tags) => tags,
  }),
};
