import type { CreateGroupResponse } from '@aws-sdk/client-iam';
import type { ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { textIn, unlessGone } from '../../../service-kit/properties.ts';
import { applyPolicies, orUndo, removeAllPolicies } from './entity-policies.ts';

const nameMax = 128;

/** A changed `Path` is refused: IAM cannot move a group here. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-group.html */
export const group: ResourceType = {
  properties: ['GroupName', 'ManagedPolicyArns', 'Path', 'Policies'],
  async create(properties, context) {
    const GroupName = textIn(properties, 'GroupName') ?? context.generateName(nameMax);
    const Path = textIn(properties, 'Path');
    const { Group } = await context.call<CreateGroupResponse>('iam', 'CreateGroup', { GroupName, Path });
    return orUndo(
      async () => {
        await applyPolicies('Group', GroupName, properties, {}, context);
        return { physicalId: GroupName, attributes: { Arn: Group?.Arn } };
      },
      () => deleteGroup(GroupName, context),
    );
  },
  async update(state, properties, previous, context) {
    const NewPath = textIn(properties, 'Path') ?? '/';
    if (NewPath !== (textIn(previous, 'Path') ?? '/')) {
      // UpdateGroup is not emulated: the call answers so, by name.
      await context.call('iam', 'UpdateGroup', { GroupName: state.physicalId, NewPath });
    }
    await applyPolicies('Group', state.physicalId, properties, previous, context);
    return state;
  },
  delete: (state, _properties, context) => unlessGone(deleteGroup(state.physicalId, context), 'NoSuchEntity'),
};

async function deleteGroup(GroupName: string, context: ResourceContext): Promise<void> {
  await removeAllPolicies('Group', GroupName, context);
  await context.call('iam', 'DeleteGroup', { GroupName });
}
