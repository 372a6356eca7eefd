import type { Application } from '@aws-sdk/client-appconfig';
import { resourceType } from '../../../service-kit/resource-type.ts';
import { applicationReading } from './readings.ts';
import { notFoundCode, taggingAt, tagMapOf } from './tagged.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appconfig-application.html */
export const application = resourceType({
  type: 'AWS::AppConfig::Application',
  reading: applicationReading,
  service: 'appconfig',
  properties: { Name: 'text', Description: 'text', Tags: 'tags' },
  create: {
    operation: 'CreateApplication',
    input: (p) => ({ ...p, Tags: tagMapOf(p.Tags) }),
    physicalId: ({ Id }: Application) => Id,
  },
  attributes: { ApplicationId: ({ Id }: Application) => Id },
  update: {
    operation: 'UpdateApplication',
    input: (p, { id }) => ({ ApplicationId: id, Name: p.Name, Description: p.Description ?? '' }),
  },
  tagging: taggingAt((_p, { id }) => `application/${id}`),
  delete: {
    operation: 'DeleteApplication',
    input: (_p, { id }) => ({ ApplicationId: id }),
    gone: [notFoundCode],
  },
});
