import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { documentIn, textIn, unlessGone } from '../../../service-kit/properties.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-resourcepolicy.html */
export const resourcePolicy: ResourceType = {
  properties: ['PolicyDocument', 'PolicyName'],
  async create(properties, context) {
    await put(properties, context);
    return { physicalId: textIn(properties, 'PolicyName') ?? '' };
  },
  async update(state, properties, _previous, context) {
    await put(properties, context);
    return state;
  },
  async delete(state, _properties, context) {
    const deletion = context.call('logs', 'DeleteResourcePolicy', { policyName: state.physicalId });
    await unlessGone(deletion, 'ResourceNotFoundException');
  },
};

const put = (properties: Properties, context: ResourceContext) =>
  context.call('logs', 'PutResourcePolicy', {
    policyName: textIn(properties, 'PolicyName'),
    policyDocument: documentIn(properties, 'PolicyDocument'),
  });
