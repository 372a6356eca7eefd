import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { documentIn, flagIn, textIn, unlessGone } from '../../../service-kit/properties.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-resourcepolicy.html */
export const resourcePolicy: ResourceType = {
  properties: ['BlockPublicPolicy', 'ResourcePolicy', 'SecretId'],
  async create(properties, context) {
    await put(properties, context);
    const physicalId = textIn(properties, 'SecretId') ?? '';
    return { physicalId, attributes: { Id: physicalId } };
  },
  async update(state, properties, _previous, context) {
    await put(properties, context);
    return state;
  },
  async delete(_state, properties, context) {
    const deletion = context.call('secretsmanager', 'DeleteResourcePolicy', {
      SecretId: textIn(properties, 'SecretId'),
    });
    await unlessGone(deletion, 'ResourceNotFoundException', 'InvalidRequestException');
  },
};

const put = (properties: Properties, context: ResourceContext) =>
  context.call('secretsmanager', 'PutResourcePolicy', {
    SecretId: textIn(properties, 'SecretId'),
    ResourcePolicy: documentIn(properties, 'ResourcePolicy'),
    BlockPublicPolicy: flagIn(properties, 'BlockPublicPolicy'),
  });
