import type { CreateArchiveResponse, DescribeArchiveResponse } from '@aws-sdk/client-eventbridge';
import { resourceType, resourceTypes } from '../../../service-kit/resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-archive.html */
const archive = resourceType({
  type: 'AWS::Events::Archive',
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
  importing: {
    identifiers: ['ArchiveName'],
    async find({ ArchiveName = '' }, context) {
      const input = { ArchiveName };
      const { ArchiveArn } = await context.call<DescribeArchiveResponse>('events', 'DescribeArchive', input);
      return { physicalId: ArchiveName, attributes: { Arn: ArchiveArn } };
    },
  },
});

/** The CloudFormation type of archives. */
export const archiveResources = resourceTypes(archive);
