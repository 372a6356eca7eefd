import type { CreateInstanceProfileResponse } from '@aws-sdk/client-iam';
import type { Properties, ResourceContext, ResourceType } from '../../../service-kit/contract.ts';
import { textIn, textsIn, unlessGone } from '../../../service-kit/properties.ts';
import { orUndo } from './entity-policies.ts';

const nameMax = 128;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html */
export const instanceProfile: ResourceType = {
  properties: ['InstanceProfileName', 'Path', 'Roles'],
  async create(properties, context) {
    const InstanceProfileName = textIn(properties, 'InstanceProfileName') ?? context.generateName(nameMax);
    const created = await context.call<CreateInstanceProfileResponse>('iam', 'CreateInstanceProfile', {
      InstanceProfileName,
      Path: textIn(properties, 'Path'),
    });
    return orUndo(
      async () => {
        await addRoles(InstanceProfileName, properties, context);
        return { physicalId: InstanceProfileName, attributes: { Arn: created.InstanceProfile?.Arn } };
      },
      () => deleteProfile(InstanceProfileName, properties, context),
    );
  },
  async update(state, properties, previous, context) {
    // A profile holds one role: the old one must go first.
    await removeRoles(state.physicalId, previous, context);
    await addRoles(state.physicalId, properties, context);
    return state;
  },
  delete: (state, properties, context) =>
    unlessGone(deleteProfile(state.physicalId, properties, context), 'NoSuchEntity'),
};

async function addRoles(InstanceProfileName: string, properties: Properties, context: ResourceContext) {
  for (const RoleName of textsIn(properties, 'Roles')) {
    await context.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
  }
}

async function removeRoles(InstanceProfileName: string, properties: Properties, context: ResourceContext) {
  for (const RoleName of textsIn(properties, 'Roles')) {
    const removal = context.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
    await unlessGone(removal, 'NoSuchEntity');
  }
}

async function deleteProfile(InstanceProfileName: string, properties: Properties, context: ResourceContext) {
  await removeRoles(InstanceProfileName, properties, context);
  await context.call('iam', 'DeleteInstanceProfile', { InstanceProfileName });
}
