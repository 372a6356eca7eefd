import type { CreateArchiveResponse } from '@aws-sdk/client-eventbridge';
import { resourceType, resourceTypes } from '../../../service-kit/resource-type.ts';
import { archiveReading } from '../resources/readings.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-archive.html */
const archive = resourceType({
  type: 'AWS::Events::Archive',
  reading: archiveReading,
  service: 'events',
  properties: {
    ArchiveName: 'text',
    Description: 'text',
    EventPattern: 'document',
    KmsKeyIdentifier: 'text',
    RetentionDays: 'number',
    SourceArn: 'text',
  },
  name: { property: 'ArchiveName', max: 48 },
  create: {
    operation: 'CreateArchive',
    input: ({ SourceArn, ...p }, { id }) => ({ ...p, ArchiveName: id, EventSourceArn: SourceArn }),
  },
  attributes: { Arn: ({ ArchiveArn }: CreateArchiveResponse) => ArchiveArn },
  update: {
    operation: 'UpdateArchive',
    input: ({ SourceArn: _fixed, ...p }, { id }) => ({ ...p, ArchiveName: id }),
    isDescribing: true,
  },
  delete: {
    operation: 'DeleteArchive',
    input: (_, { id }) => ({ ArchiveName: id }),
    gone: ['ResourceNotFoundException'],
  },
});

/** The CloudFormation type of archives. */
export const archiveResources = resourceTypes(archive);
