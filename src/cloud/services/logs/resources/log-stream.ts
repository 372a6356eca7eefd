import type { ResourceType } from '../../../service-kit/contract.ts';
import { textIn, unlessGone } from '../../../service-kit/properties.ts';

const nameMax = 512;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-logstream.html */
export const logStream: ResourceType = {
  properties: ['LogGroupName', 'LogStreamName'],
  async create(properties, context) {
    const logStreamName = textIn(properties, 'LogStreamName') ?? context.generateName(nameMax);
    const logGroupName = textIn(properties, 'LogGroupName');
    await context.call('logs', 'CreateLogStream', { logGroupName, logStreamName });
    return { physicalId: logStreamName };
  },
  async delete(state, properties, context) {
    const input = { logGroupName: textIn(properties, 'LogGroupName'), logStreamName: state.physicalId };
    await unlessGone(context.call('logs', 'DeleteLogStream', input), 'ResourceNotFoundException');
  },
};
