import type { ConfigurationProfile } from '@aws-sdk/client-appconfig';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { configurationProfileReading } from './readings.ts';
import { notFoundCode, taggingAt, tagMapOf } from './tagged.ts';

interface InApplication {
  readonly ApplicationId?: string | undefined;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appconfig-configurationprofile.html */
export const configurationProfile = resourceType({
  type: 'AWS::AppConfig::ConfigurationProfile',
  reading: configurationProfileReading,
  service: 'appconfig',
  properties: {
    ApplicationId: 'text',
    Name: 'text',
    Description: 'text',
    LocationUri: 'text',
    RetrievalRoleArn: 'text',
    Type: 'text',
    Validators: { list: { members: { Type: 'text', Content: 'text' } } },
    KmsKeyIdentifier: 'text',
    DeletionProtectionCheck: 'text',
    Tags: 'tags',
  },
  create: {
    operation: 'CreateConfigurationProfile',
    input: ({ DeletionProtectionCheck: _atDeletion, ...p }) => ({ ...p, Tags: tagMapOf(p.Tags) }),
    physicalId: ({ Id }: ConfigurationProfile) => Id,
  },
  attributes: {
    ConfigurationProfileId: ({ Id }: ConfigurationProfile) => Id,
    KmsKeyArn: ({ KmsKeyArn }: ConfigurationProfile) => KmsKeyArn,
  },
  update: {
    operation: 'UpdateConfigurationProfile',
    isDescribing: true,
    input: (p, { id }) => ({
      ApplicationId: p.ApplicationId,
      ConfigurationProfileId: id,
      Name: p.Name,
      Description: p.Description ?? '',
      RetrievalRoleArn: p.RetrievalRoleArn,
      Validators: p.Validators ?? [],
      KmsKeyIdentifier: p.KmsKeyIdentifier,
    }),
  },
  tagging: taggingAt((p: InApplication, { id }) => `application/${p.ApplicationId}/configurationprofile/${id}`),
  delete: {
    operation: 'DeleteConfigurationProfile',
    input: ({ ApplicationId, DeletionProtectionCheck }, { id }) => ({
      ApplicationId,
      ConfigurationProfileId: id,
      DeletionProtectionCheck,
    }),
    gone: [notFoundCode],
  },
});
