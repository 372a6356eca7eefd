import type { CreateServiceLinkedRoleResponse } from '@aws-sdk/client-iam';
import type { ResourceType } from '../../../service-kit/contract.ts';
import { textIn, unlessGone } from '../../../service-kit/properties.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-servicelinkedrole.html */
export const serviceLinkedRole: ResourceType = {
  properties: ['AWSServiceName', 'CustomSuffix', 'Description'],
  async create(properties, context) {
    const { Role } = await context.call<CreateServiceLinkedRoleResponse>('iam', 'CreateServiceLinkedRole', {
      AWSServiceName: textIn(properties, 'AWSServiceName'),
      CustomSuffix: textIn(properties, 'CustomSuffix'),
      Description: textIn(properties, 'Description'),
    });
    return { physicalId: Role?.RoleName ?? '', attributes: { RoleName: Role?.RoleName } };
  },
  async update(state, properties, _previous, context) {
    const Description = textIn(properties, 'Description') ?? '';
    await context.call('iam', 'UpdateRole', { RoleName: state.physicalId, Description });
    return state;
  },
  delete: (state, _properties, context) =>
    unlessGone(context.call('iam', 'DeleteServiceLinkedRole', { RoleName: state.physicalId }), 'NoSuchEntity'),
};
