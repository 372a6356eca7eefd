import type { ResourceType } from '../../../service-kit/contract.ts';
import { textIn, textsIn, unlessGone } from '../../../service-kit/properties.ts';

const idMax = 128;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-usertogroupaddition.html */
export const userToGroupAddition: ResourceType = {
  properties: ['GroupName', 'Users'],
  async create(properties, context) {
    const GroupName = textIn(properties, 'GroupName');
    for (const UserName of textsIn(properties, 'Users')) {
      await context.call('iam', 'AddUserToGroup', { GroupName, UserName });
    }
    return { physicalId: context.generateName(idMax) };
  },
  async delete(_state, properties, context) {
    const GroupName = textIn(properties, 'GroupName');
    for (const UserName of textsIn(properties, 'Users')) {
      await unlessGone(context.call('iam', 'RemoveUserFromGroup', { GroupName, UserName }), 'NoSuchEntity');
    }
  },
};
