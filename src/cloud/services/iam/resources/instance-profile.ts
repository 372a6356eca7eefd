import type { CreateInstanceProfileResponse } from '@aws-sdk/client-iam';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { type Kinds, unlessGone, type Values } from '../../../service-kit/properties.ts';
import { codedResourceType } from '../../../service-kit/resource-type.ts';
import { orUndo } from './entity-policies.ts';
import { instanceProfileReading } from './readings.ts';

const nameMax = 128;

const properties = { InstanceProfileName: 'text', Path: 'text', Roles: { list: 'text' } } as const satisfies Kinds;

type Profile = Values<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-instanceprofile.html */
export const instanceProfile = codedResourceType({
  type: 'AWS::IAM::InstanceProfile',
  reading: instanceProfileReading,
  properties,
  attributes: ['Arn'],
  async create(p, context) {
    const InstanceProfileName = p.InstanceProfileName ?? context.generateName(nameMax);
    const created = await context.call<CreateInstanceProfileResponse>('iam', 'CreateInstanceProfile', {
      InstanceProfileName,
      Path: p.Path,
    });
    return orUndo(
      async () => {
        await addRoles(InstanceProfileName, p, context);
        return { physicalId: InstanceProfileName, attributes: { Arn: created.InstanceProfile?.Arn } };
      },
      () => deleteProfile(InstanceProfileName, p, context),
    );
  },
  async update(state, p, previous, context) {
    // A profile holds one role: the old one must go first.
    await removeRoles(state.physicalId, previous, context);
    await addRoles(state.physicalId, p, context);
    return state;
  },
  delete: (state, p, context) => unlessGone(deleteProfile(state.physicalId, p, context), 'NoSuchEntity'),
});

async function addRoles(InstanceProfileName: string, p: Profile, context: ResourceContext) {
  for (const RoleName of p.Roles ?? []) {
    await context.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
  }
}

async function removeRoles(InstanceProfileName: string, p: Profile, context: ResourceContext) {
  for (const RoleName of p.Roles ?? []) {
    const removal = context.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName });
    await unlessGone(removal, 'NoSuchEntity');
  }
}

async function deleteProfile(InstanceProfileName: string, p: Profile, context: ResourceContext) {
  await removeRoles(InstanceProfileName, p, context);
  await context.call('iam', 'DeleteInstanceProfile', { InstanceProfileName });
}
