import type { HostedConfigurationVersion } from '@aws-sdk/client-appconfig';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { notFoundCode } from './tagged.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appconfig-hostedconfigurationversion.html */
export const hostedConfigurationVersion = resourceType({
  type: 'AWS::AppConfig::HostedConfigurationVersion',
  service: 'appconfig',
  properties: {
    ApplicationId: 'text',
    ConfigurationProfileId: 'text',
    Content: 'text',
    ContentType: 'text',
    Description: 'text',
    LatestVersionNumber: 'number',
    VersionLabel: 'text',
  },
  create: {
    operation: 'CreateHostedConfigurationVersion',
    input: (p) => ({ ...p, Content: Buffer.from(p.Content ?? '') }),
    physicalId: ({ VersionNumber }: HostedConfigurationVersion) => String(VersionNumber),
  },
  attributes: { VersionNumber: ({ VersionNumber }: HostedConfigurationVersion) => String(VersionNumber) },
  delete: {
    operation: 'DeleteHostedConfigurationVersion',
    input: ({ ApplicationId, ConfigurationProfileId }, { id }) => ({
      ApplicationId,
      ConfigurationProfileId,
      VersionNumber: Number(id),
    }),
    gone: [notFoundCode],
  },
});
