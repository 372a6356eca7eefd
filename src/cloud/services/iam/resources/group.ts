import type { CreateGroupResponse } from '@aws-sdk/client-iam';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { unlessGone } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { applyPolicies, orUndo, policyKinds, removeAllPolicies } from './entity-policies.ts';
import { groupReading } from './readings.ts';

const nameMax = 128;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-group.html */
export const group = codedResourceType({
  type: 'AWS::IAM::Group',
  reading: groupReading,
  properties: { ...policyKinds, GroupName: 'text', Path: 'text' },
  attributes: ['Arn'],
  async create(p, context) {
    const GroupName = p.GroupName ?? context.generateName(nameMax);
    const { Group } = await context.call<CreateGroupResponse>('iam', 'CreateGroup', { GroupName, Path: p.Path });
    return orUndo(
      async () => {
        await applyPolicies('Group', GroupName, p, {}, context);
        return { physicalId: GroupName, attributes: { Arn: Group?.Arn } };
      },
      () => deleteGroup(GroupName, context),
    );
  },
  async update(state, p, previous, context) {
    const NewPath = p.Path ?? '/';
    if (NewPath !== (previous.Path ?? '/')) {
      await context.call('iam', 'UpdateGroup', { GroupName: state.physicalId, NewPath });
    }
    await applyPolicies('Group', state.physicalId, p, previous, context);
    return state;
  },
  delete: (state, _, context) => unlessGone(deleteGroup(state.physicalId, context), 'NoSuchEntity'),
});

async function deleteGroup(GroupName: string, context: ResourceContext): Promise<void> {
  await removeAllPolicies('Group', GroupName, context);
  await context.call('iam', 'DeleteGroup', { GroupName });
}
