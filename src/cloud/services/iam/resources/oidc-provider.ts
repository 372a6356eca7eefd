import type { CreateOpenIDConnectProviderResponse } from '@aws-sdk/client-iam';
import { retag, unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html */
export const oidcProvider = codedResourceType({
  type: 'AWS::IAM::OIDCProvider',
  properties: { ClientIdList: { list: 'text' }, Tags: 'tags', ThumbprintList: { list: 'text' }, Url: 'text' },
  attributes: ['Arn'],
  async create(p, context) {
    const { OpenIDConnectProviderArn: arn = '' } = await context.call<CreateOpenIDConnectProviderResponse>(
      'iam',
      'CreateOpenIDConnectProvider',
      { Url: p.Url, ClientIDList: p.ClientIdList, ThumbprintList: p.ThumbprintList, Tags: p.Tags },
    );
    return { physicalId: arn, attributes: { Arn: arn } };
  },
  async update(state, p, previous, context) {
    const on = { OpenIDConnectProviderArn: state.physicalId };
    const { ThumbprintList, ClientIdList: wanted = [] } = p;
    const before = previous.ClientIdList ?? [];
    if (ThumbprintList) {
      await context.call('iam', 'UpdateOpenIDConnectProviderThumbprint', { ...on, ThumbprintList });
    }
    for (const ClientID of before.filter((id) => !wanted.includes(id))) {
      await context.call('iam', 'RemoveClientIDFromOpenIDConnectProvider', { ...on, ClientID });
    }
    for (const ClientID of wanted.filter((id) => !before.includes(id))) {
      await context.call('iam', 'AddClientIDToOpenIDConnectProvider', { ...on, ClientID });
    }
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => context.call('iam', 'UntagOpenIDConnectProvider', { ...on, TagKeys }),
      tag: (Tags) => context.call('iam', 'TagOpenIDConnectProvider', { ...on, Tags }),
    });
    return state;
  },
  delete: (state, _, context) =>
    unlessGone(
      context.call('iam', 'DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn: state.physicalId }),
      'NoSuchEntity',
    ),
});
