import type {
  CreateSecurityGroupRequest,
  CreateSecurityGroupResult,
  DeleteSecurityGroupRequest,
  DeleteSecurityGroupResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  SecurityGroup,
} from '@aws-sdk/client-ec2';
import { AwsError, raise } from '../../../kernel/errors.ts';
import { dependencyViolation, invalidParameterValue, missingParameter, noDefaultVpc } from '../errors.ts';
import { groupNameNotFound } from '../groups/read-permissions.ts';
import { permissionsOf, rulesOf } from '../groups/rules.ts';
import { describe } from '../lookup/describe.ts';
import type { Filters } from '../lookup/filters.ts';
import { find } from '../lookup/kinds.ts';
import { addTags, specifiedTags, tagsIfAny, tagsOf } from '../lookup/tags.ts';
import { createSecurityGroup as create } from '../networks/create-network.ts';
import { ec2Operation } from '../operation.ts';
import type { Ec2State, Records } from '../state.ts';

type Group = Records['securityGroups'];

const descriptions = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

const defaultVpcId = (state: Ec2State): string =>
  [...state.vpcs.values()].find(({ IsDefault }) => IsDefault)?.VpcId ?? raise(noDefaultVpc());

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html */
export const createSecurityGroup = ec2Operation(
  'CreateSecurityGroup',
  ['GroupName'],
  (state, input: CreateSecurityGroupRequest, context): CreateSecurityGroupResult => {
    const { GroupName: name = '', Description: description = '' } = input;
    if (description === '') throw missingParameter('GroupDescription');
    if (!descriptions.test(description))
      throw invalidParameterValue(
        'Invalid security group description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
      );
    if (name.toLowerCase() === 'default')
      throw invalidParameterValue(`Cannot use reserved security group name: ${name}`);
    if (name.startsWith('sg-'))
      throw invalidParameterValue(
        `Value (${name}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`,
      );
    if (name.length > 255) throw invalidParameterValue(`Value (${name}) for parameter GroupName is invalid.`);
    const tags = specifiedTags(input.TagSpecifications, 'securityGroups');
    const { VpcId } = find(state, 'vpcs', input.VpcId ?? defaultVpcId(state));
    if ([...state.securityGroups.values()].some((each) => each.GroupName === name && each.VpcId === VpcId))
      throw new AwsError('InvalidGroup.Duplicate', `The security group '${name}' already exists for VPC '${VpcId}'`);
    const group = create(state, VpcId, { name, description }, context);
    addTags(state, group.GroupId, tags);
    const { GroupId, SecurityGroupArn } = group;
    return { GroupId, SecurityGroupArn, Tags: tagsOf(state, GroupId) };
  },
);

const shown = (state: Ec2State, group: Group): SecurityGroup => {
  const rules = rulesOf(state, group.GroupId);
  return {
    ...group,
    IpPermissions: permissionsOf(rules.filter(({ IsEgress }) => !IsEgress)),
    IpPermissionsEgress: permissionsOf(rules.filter(({ IsEgress }) => IsEgress)),
    ...tagsIfAny(state, group.GroupId),
  };
};

/** `ip-permission.cidr` and the like, for both directions. */
function ruleFilters(state: Ec2State, prefix: string, isEgress: boolean): Filters<Group> {
  const of = ({ GroupId }: Group) => rulesOf(state, GroupId).filter((rule) => rule.IsEgress === isEgress);
  return {
    [`${prefix}.cidr`]: (group) => of(group).map(({ CidrIpv4 }) => CidrIpv4),
    [`${prefix}.from-port`]: (group) => of(group).map(({ FromPort }) => FromPort),
    [`${prefix}.group-id`]: (group) => of(group).map((rule) => rule.ReferencedGroupInfo?.GroupId),
    [`${prefix}.group-name`]: (group) =>
      of(group).map((rule) => state.securityGroups.get(rule.ReferencedGroupInfo?.GroupId ?? '')?.GroupName),
    [`${prefix}.ipv6-cidr`]: (group) => of(group).map(({ CidrIpv6 }) => CidrIpv6),
    [`${prefix}.prefix-list-id`]: (group) => of(group).map(({ PrefixListId }) => PrefixListId),
    [`${prefix}.protocol`]: (group) => of(group).map(({ IpProtocol }) => IpProtocol),
    [`${prefix}.to-port`]: (group) => of(group).map(({ ToPort }) => ToPort),
    [`${prefix}.user-id`]: (group) => of(group).map((rule) => rule.ReferencedGroupInfo?.UserId),
  };
}

const filtersOf = (state: Ec2State): Filters<Group> => ({
  description: ({ Description }) => Description,
  ...ruleFilters(state, 'egress.ip-permission', true),
  'group-id': ({ GroupId }) => GroupId,
  'group-name': ({ GroupName }) => GroupName,
  ...ruleFilters(state, 'ip-permission', false),
  'owner-id': ({ OwnerId }) => OwnerId,
  'vpc-id': ({ VpcId }) => VpcId,
});

/** Names are looked for in the default VPC. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html */
export const describeSecurityGroups = ec2Operation(
  'DescribeSecurityGroups',
  [],
  (state, input: DescribeSecurityGroupsRequest): DescribeSecurityGroupsResult => {
    const named = input.GroupNames?.map((name) => namedGroup(state, name)) ?? [];
    const { items, next } = describe(state, 'securityGroups', input, {
      ids: [...(input.GroupIds ?? []), ...named],
      parameter: 'groupIds',
      filters: filtersOf(state),
    });
    return { SecurityGroups: items.map((group) => shown(state, group)), ...next };
  },
);

/** A group of the default VPC by its name. */
function namedGroup(state: Ec2State, name: string): string {
  const vpcId = defaultVpcId(state);
  const found = [...state.securityGroups.values()].find((each) => each.GroupName === name && each.VpcId === vpcId);
  return found?.GroupId ?? raise(groupNameNotFound(name, vpcId));
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSecurityGroup.html */
export const deleteSecurityGroup = ec2Operation(
  'DeleteSecurityGroup',
  [],
  (state, { GroupId: id, GroupName: name }: DeleteSecurityGroupRequest): DeleteSecurityGroupResult => {
    if (id === undefined && name === undefined) throw missingParameter('groupId');
    const { GroupId, GroupName } = find(state, 'securityGroups', id ?? namedGroup(state, name ?? ''));
    if (GroupName === 'default')
      throw new AwsError(
        'CannotDelete',
        `the specified group: "${GroupId}" name: "default" cannot be deleted by a user`,
      );
    const isReferenced = [...state.securityGroupRules.values()].some(
      (rule) => rule.GroupId !== GroupId && rule.ReferencedGroupInfo?.GroupId === GroupId,
    );
    const isWorn = [...state.networkInterfaces.values()].some(({ Groups = [] }) =>
      Groups.some((each) => each.GroupId === GroupId),
    );
    if (isReferenced || isWorn) throw dependencyViolation(`resource ${GroupId} has a dependent object`);
    for (const { SecurityGroupRuleId } of rulesOf(state, GroupId)) {
      state.securityGroupRules.delete(SecurityGroupRuleId);
      state.tags.delete(SecurityGroupRuleId);
    }
    state.securityGroups.delete(GroupId);
    state.tags.delete(GroupId);
    return { Return: true, GroupId };
  },
);
