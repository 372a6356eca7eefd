import type * as Sdk from '@aws-sdk/client-codedeploy';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Tags } from '../../../service-kit/tags.ts';
import { tagList, tagRecord, withoutTags } from '../../../service-kit/tags.ts';
import { applicationMissing, groupMissing, invalidArn, required } from '../errors.ts';
import { type CodeDeployState, within } from '../state.ts';

type Op<Input, Output> = Operation<Input, Output, CodeDeployState>;

/** The tags of an application or a deployment group, and how to change them. */
function tagged(state: CodeDeployState, arn: string | undefined) {
  if (!arn) throw required('ResourceArn', 'ResourceArn');
  // Terraform leaves the account out where it is told not to ask for it, as configurations for one's own machine do.
  const [, kind, name = ''] = /^arn:[^:]+:codedeploy:[^:]+:\d*:(application|deploymentgroup):(.+)$/.exec(arn) ?? [];
  if (kind === 'application') {
    const application = state.applications.get(name) ?? raise(applicationMissing(name));
    return {
      tags: application.tags,
      keep: (tags: Tags) => state.applications.set(name, { ...application, tags }),
    };
  }
  if (kind !== 'deploymentgroup') throw invalidArn(arn);
  const [applicationName = '', groupName = ''] = name.split('/');
  const key = within(applicationName, groupName);
  const group = state.groups.get(key) ?? raise(groupMissing(groupName));
  return { tags: group.tags, keep: (tags: Tags) => state.groups.set(key, { ...group, tags }) };
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TagResource.html */
export const tagResource: Op<Sdk.TagResourceInput, object> = (state, { ResourceArn, Tags = [] }) => {
  const { tags, keep } = tagged(state, ResourceArn);
  keep({ ...tags, ...tagRecord(Tags) });
  return {};
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UntagResource.html */
export const untagResource: Op<Sdk.UntagResourceInput, object> = (state, { ResourceArn, TagKeys = [] }) => {
  const { tags, keep } = tagged(state, ResourceArn);
  keep(withoutTags(tags, TagKeys));
  return {};
};

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource: Op<Sdk.ListTagsForResourceInput, Sdk.ListTagsForResourceOutput> = (
  state,
  { ResourceArn },
) => ({ Tags: tagList(tagged(state, ResourceArn).tags) });
