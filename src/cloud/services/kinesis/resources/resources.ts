import type { RegisterStreamConsumerOutput } from '@aws-sdk/client-kinesis';
import { resourceType, resourceTypes } from '../../../service-kit/resource-type.ts';
import { tagRecord } from '../../../service-kit/tags.ts';
import { stream } from './stream.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesis-streamconsumer.html */
const streamConsumer = resourceType({
  type: 'AWS::Kinesis::StreamConsumer',
  service: 'kinesis',
  properties: { ConsumerName: 'text', StreamARN: 'text', Tags: 'tags' },
  create: {
    operation: 'RegisterStreamConsumer',
    input: (p) => ({ StreamARN: p.StreamARN, ConsumerName: p.ConsumerName, Tags: tagRecord(p.Tags) }),
    physicalId: ({ Consumer }: RegisterStreamConsumerOutput) => Consumer?.ConsumerARN,
  },
  attributes: {
    ConsumerARN: ({ Consumer }) => Consumer?.ConsumerARN,
    ConsumerCreationTimestamp: ({ Consumer }) =>
      String(Math.floor((Consumer?.ConsumerCreationTimestamp?.getTime() ?? 0) / 1000)),
    ConsumerName: ({ Consumer }) => Consumer?.ConsumerName,
    ConsumerStatus: () => 'ACTIVE',
    StreamARN: (_, p) => p.StreamARN,
  },
  delete: {
    operation: 'DeregisterStreamConsumer',
    input: (_, { id }) => ({ ConsumerARN: id }),
    gone: ['ResourceNotFoundException'],
  },
});

const put = {
  operation: 'PutResourcePolicy',
  input: (p: { readonly ResourceArn?: string | undefined; readonly ResourcePolicy?: string | undefined }) => ({
    ResourceARN: p.ResourceArn,
    Policy: p.ResourcePolicy,
  }),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesis-resourcepolicy.html */
const resourcePolicy = resourceType({
  type: 'AWS::Kinesis::ResourcePolicy',
  service: 'kinesis',
  properties: { ResourceArn: 'text', ResourcePolicy: 'document' },
  create: { ...put, physicalId: (_, p) => p.ResourceArn },
  update: put,
  delete: {
    operation: 'DeleteResourcePolicy',
    input: (_, { id }) => ({ ResourceARN: id }),
    gone: ['ResourceNotFoundException'],
  },
});

export const kinesisResources = resourceTypes(stream, streamConsumer, resourcePolicy);
