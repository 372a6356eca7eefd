import { resourceType } from '../../../service-kit/resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-logstream.html */
export const logStream = resourceType({
  type: 'AWS::Logs::LogStream',
  service: 'logs',
  properties: { LogGroupName: 'text', LogStreamName: 'text' },
  name: { property: 'LogStreamName', max: 512 },
  create: {
    operation: 'CreateLogStream',
    input: (p, { id }) => ({ logGroupName: p.LogGroupName, logStreamName: id }),
  },
  delete: {
    operation: 'DeleteLogStream',
    input: (p, { id }) => ({ logGroupName: p.LogGroupName, logStreamName: id }),
    gone: ['ResourceNotFoundException'],
  },
});
