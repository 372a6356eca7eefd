import type { Environment } from '@aws-sdk/client-appconfig';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { environmentReading } from './readings.ts';
import { notFoundCode, taggingAt, tagMapOf } from './tagged.ts';

interface InApplication {
  readonly ApplicationId?: string | undefined;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appconfig-environment.html */
export const environment = resourceType({
  type: 'AWS::AppConfig::Environment',
  reading: environmentReading,
  service: 'appconfig',
  properties: {
    ApplicationId: 'text',
    Name: 'text',
    Description: 'text',
    Monitors: { list: { members: { AlarmArn: 'text', AlarmRoleArn: 'text' } } },
    DeletionProtectionCheck: 'text',
    Tags: 'tags',
  },
  create: {
    operation: 'CreateEnvironment',
    input: ({ DeletionProtectionCheck: _atDeletion, ...p }) => ({ ...p, Tags: tagMapOf(p.Tags) }),
    physicalId: ({ Id }: Environment) => Id,
  },
  attributes: { EnvironmentId: ({ Id }: Environment) => Id },
  update: {
    operation: 'UpdateEnvironment',
    input: (p, { id }) => ({
      ApplicationId: p.ApplicationId,
      EnvironmentId: id,
      Name: p.Name,
      Description: p.Description ?? '',
      Monitors: p.Monitors ?? [],
    }),
  },
  tagging: taggingAt((p: InApplication, { id }) => `application/${p.ApplicationId}/environment/${id}`),
  delete: {
    operation: 'DeleteEnvironment',
    input: ({ ApplicationId, DeletionProtectionCheck }, { id }) => ({
      ApplicationId,
      EnvironmentId: id,
      DeletionProtectionCheck,
    }),
    gone: [notFoundCode],
  },
});
