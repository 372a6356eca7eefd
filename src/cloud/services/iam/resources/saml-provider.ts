import type { CreateSAMLProviderResponse, GetSAMLProviderResponse } from '@aws-sdk/client-iam';
import { retag, unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-samlprovider.html */
export const samlProvider = codedResourceType({
  type: 'AWS::IAM::SAMLProvider',
  properties: { AssertionEncryptionMode: 'text', Name: 'text', SamlMetadataDocument: 'text', Tags: 'tags' },
  refused: {
    AddPrivateKey: 'assertions are not decrypted',
    PrivateKeyList: 'assertions are not decrypted',
    RemovePrivateKey: 'assertions are not decrypted',
  },
  attributes: ['Arn', 'SamlProviderUUID'],
  async create(p, context) {
    const { SAMLProviderArn: arn = '' } = await context.call<CreateSAMLProviderResponse>('iam', 'CreateSAMLProvider', {
      Name: p.Name ?? context.generateName(128),
      SAMLMetadataDocument: p.SamlMetadataDocument,
      AssertionEncryptionMode: p.AssertionEncryptionMode,
      Tags: p.Tags,
    });
    const on = { SAMLProviderArn: arn };
    const { SAMLProviderUUID } = await context.call<GetSAMLProviderResponse>('iam', 'GetSAMLProvider', on);
    return { physicalId: arn, attributes: { Arn: arn, SamlProviderUUID: SAMLProviderUUID } };
  },
  async update(state, p, previous, context) {
    const on = { SAMLProviderArn: state.physicalId };
    await context.call('iam', 'UpdateSAMLProvider', {
      ...on,
      SAMLMetadataDocument: p.SamlMetadataDocument,
      AssertionEncryptionMode: p.AssertionEncryptionMode,
    });
    await retag(p.Tags, previous.Tags, {
      untag: (TagKeys) => context.call('iam', 'UntagSAMLProvider', { ...on, TagKeys }),
      tag: (Tags) => context.call('iam', 'TagSAMLProvider', { ...on, Tags }),
    });
    return state;
  },
  delete: (state, _, context) =>
    unlessGone(context.call('iam', 'DeleteSAMLProvider', { SAMLProviderArn: state.physicalId }), 'NoSuchEntity'),
});
