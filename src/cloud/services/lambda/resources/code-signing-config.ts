import type { CreateCodeSigningConfigResponse } from '@aws-sdk/client-lambda';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-codesigningconfig.html */
export const codeSigningConfigResource = resourceType({
  type: 'AWS::Lambda::CodeSigningConfig',
  service: 'lambda',
  properties: {
    AllowedPublishers: { members: { SigningProfileVersionArns: { list: 'text' } } },
    CodeSigningPolicies: { members: { UntrustedArtifactOnDeployment: 'text' } },
    Description: 'text',
    Tags: 'tags',
  },
  create: {
    operation: 'CreateCodeSigningConfig',
    input: ({ Tags, ...rest }) => ({ ...rest, Tags: tagRecord(Tags) }),
    physicalId: ({ CodeSigningConfig }: CreateCodeSigningConfigResponse) => CodeSigningConfig?.CodeSigningConfigArn,
  },
  attributes: {
    CodeSigningConfigArn: ({ CodeSigningConfig }: CreateCodeSigningConfigResponse) =>
      CodeSigningConfig?.CodeSigningConfigArn,
    CodeSigningConfigId: ({ CodeSigningConfig }: CreateCodeSigningConfigResponse) =>
      CodeSigningConfig?.CodeSigningConfigId,
  },
  update: {
    operation: 'UpdateCodeSigningConfig',
    input: ({ Tags: _tags, Description = '', ...rest }, { id }) => ({ ...rest, Description, CodeSigningConfigArn: id }),
  },
  tagging: { tag: 'TagResource', untag: 'UntagResource', on: (_, { id }) => ({ Resource: id }), isMap: true },
  delete: {
    operation: 'DeleteCodeSigningConfig',
    input: (_, { id }) => ({ CodeSigningConfigArn: id }),
    gone: ['ResourceNotFoundException'],
  },
});
