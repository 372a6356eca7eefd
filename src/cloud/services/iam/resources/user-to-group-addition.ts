import { unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';

const idMax = 128;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-usertogroupaddition.html */
export const userToGroupAddition = codedResourceType({
  type: 'AWS::IAM::UserToGroupAddition',
  properties: { GroupName: 'text', Users: { list: 'text' } },
  attributes: ['Id'],
  async create({ GroupName, Users = [] }, context) {
    for (const UserName of Users) await context.call('iam', 'AddUserToGroup', { GroupName, UserName });
    const physicalId = context.generateName(idMax);
    return { physicalId, attributes: { Id: physicalId } };
  },
  async delete(_, { GroupName, Users = [] }, context) {
    for (const UserName of Users) {
      await unlessGone(context.call('iam', 'RemoveUserFromGroup', { GroupName, UserName }), 'NoSuchEntity');
    }
  },
});
