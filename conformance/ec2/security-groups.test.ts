import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeTagsCommand,
  EC2Client,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  UpdateSecurityGroupRuleDescriptionsEgressCommand,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let ec2: EC2Client;
let VpcId = '';
beforeEach(async () => {
  ec2 = target.client(EC2Client);
  VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId ?? '';
});

const make = async (GroupName = 'web') =>
  (await ec2.send(new CreateSecurityGroupCommand({ GroupName, Description: 'for tests', VpcId }))).GroupId ?? '';
const groupOf = async (GroupId: string) =>
  (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))).SecurityGroups?.[0];
const https = [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.9/8' }] }];

describe('security groups', () => {
  it('let everything out and nothing in, at first', async () => {
    const made = await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'd', VpcId }));

    expect(made).toMatchObject({
      GroupId: expect.stringMatching(/^sg-[0-9a-f]{17}$/) as string,
      SecurityGroupArn: `arn:aws:ec2:us-east-1:000000000000:security-group/${made.GroupId}`,
    });
    expect(await groupOf(made.GroupId ?? '')).toMatchObject({
      VpcId,
      IpPermissions: [],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    });
  });

  it('have names of their own in a VPC', async () => {
    await make();

    await expect(make()).rejects.toMatchObject({
      name: 'InvalidGroup.Duplicate',
      message: `The security group 'web' already exists for VPC '${VpcId}'`,
    });
    await expect(make('default')).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('are deleted when no other one refers to them; the default one never', async () => {
    const [GroupId, other] = [await make(), await make('other')];
    const IpPermissions = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: other, IpPermissions }));
    await expect(ec2.send(new DeleteSecurityGroupCommand({ GroupId }))).rejects.toMatchObject({
      name: 'DependencyViolation',
      message: `resource ${GroupId} has a dependent object`,
    });
    await ec2.send(new DeleteSecurityGroupCommand({ GroupId: other }));
    const gone = await ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    const { SecurityGroups: [own] = [] } = await ec2.send(
      new DescribeSecurityGroupsCommand({ GroupNames: ['default'] }),
    );

    expect(gone).toMatchObject({ Return: true, GroupId });
    await expect(ec2.send(new DeleteSecurityGroupCommand({ GroupId: own?.GroupId }))).rejects.toMatchObject({
      name: 'CannotDelete',
    });
    await expect(groupOf(GroupId)).rejects.toMatchObject({
      name: 'InvalidGroup.NotFound',
      message: `The security group '${GroupId}' does not exist`,
    });
  });
});

describe('rules', () => {
  it('are added one for each peer, with ids and tags, and once', async () => {
    const GroupId = await make();
    const Tags = [{ Key: 'a', Value: 'b' }];
    const TagSpecifications = [{ ResourceType: 'security-group-rule' as const, Tags }];
    const input = { GroupId, IpPermissions: https, TagSpecifications };
    const made = await ec2.send(new AuthorizeSecurityGroupIngressCommand(input));
    const found = await ec2.send(
      new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [GroupId] }] }),
    );

    expect(made).toMatchObject({
      Return: true,
      SecurityGroupRules: [{ IsEgress: false, IpProtocol: 'tcp', FromPort: 443, CidrIpv4: '10.0.0.0/8', Tags }],
    });
    expect(found.SecurityGroupRules).toHaveLength(2);
    await expect(ec2.send(new AuthorizeSecurityGroupIngressCommand(input))).rejects.toMatchObject({
      name: 'InvalidPermission.Duplicate',
      message: 'the specified rule "peer: 10.0.0.0/8, TCP, from port: 443, to port: 443, ALLOW" already exists',
    });
  });

  it('are taken away by what they say or by their ids', async () => {
    const GroupId = await make();
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: https }));
    const revoked = await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: https }));
    const again = ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: https }));
    const out = await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: https }));
    const SecurityGroupRuleIds = [out.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? ''];
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds }));

    expect(revoked.RevokedSecurityGroupRules).toMatchObject([{ GroupId, CidrIpv4: '10.0.0.0/8', IsEgress: false }]);
    await expect(again).rejects.toMatchObject({
      name: 'InvalidPermission.NotFound',
      message: 'The specified rule does not exist in this security group.',
    });
    expect((await groupOf(GroupId))?.IpPermissionsEgress).toHaveLength(1);
  });

  it('take new descriptions', async () => {
    const GroupId = await make();
    const IpPermissions = [{ ...https[0], IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'new' }] }];
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: https }));
    await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: https }));
    await ec2.send(new UpdateSecurityGroupRuleDescriptionsIngressCommand({ GroupId, IpPermissions }));
    await ec2.send(new UpdateSecurityGroupRuleDescriptionsEgressCommand({ GroupId, IpPermissions }));
    const group = await groupOf(GroupId);

    expect(group?.IpPermissions).toMatchObject(IpPermissions);
    expect(group?.IpPermissionsEgress?.[1]).toMatchObject(IpPermissions[0] ?? {});
  });

  it('let something else pass by the same rule, with its tags', async () => {
    const GroupId = await make();
    const TagSpecifications = [{ ResourceType: 'security-group-rule' as const, Tags: [{ Key: 'team', Value: 'a' }] }];
    const authorized = { GroupId, IpPermissions: https, TagSpecifications };
    const made = await ec2.send(new AuthorizeSecurityGroupIngressCommand(authorized));
    const SecurityGroupRuleId = made.SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
    const SecurityGroupRule = {
      IpProtocol: 'udp',
      FromPort: 1,
      ToPort: 2,
      ReferencedGroupId: GroupId,
      Description: 'd',
    };
    const modify = (id: string) =>
      ec2.send(
        new ModifySecurityGroupRulesCommand({
          GroupId,
          SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule }],
        }),
      );

    await modify(SecurityGroupRuleId);

    const SecurityGroupRuleIds = [SecurityGroupRuleId];
    const { SecurityGroupRules } = await ec2.send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds }));
    const { ReferencedGroupId, ...rule } = SecurityGroupRule;
    const Tags = [{ Key: 'team', Value: 'a' }];
    expect(SecurityGroupRules).toMatchObject([{ ...rule, ReferencedGroupInfo: { GroupId }, IsEgress: false, Tags }]);
    expect(SecurityGroupRules?.[0]?.CidrIpv4).toBeUndefined();
    await expect(modify('sgr-00000000000000000')).rejects.toMatchObject({
      name: 'InvalidSecurityGroupRuleId.NotFound',
    });
  });

  it.each([
    [
      { IpProtocol: 'tcp', FromPort: 1, ToPort: 2, IpRanges: [{ CidrIp: '10.0.0/8' }] },
      'CIDR block 10.0.0/8 is malformed',
    ],
    [{ IpProtocol: 'nope' }, "Invalid value 'nope' for IP protocol. Unknown protocol."],
    [{ IpProtocol: 'tcp', FromPort: 2, ToPort: 1 }, 'Invalid TCP/UDP port range (2:1)'],
  ])('refuse %j', async (permission, message) => {
    const GroupId = await make();
    const bad = ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [permission] }));

    await expect(bad).rejects.toMatchObject({ name: 'InvalidParameterValue', message });
  });
});

describe('tags', () => {
  it('are put on, listed by filters and taken off', async () => {
    const GroupId = await make();
    const Tags = [
      { Key: 'Name', Value: 'x' },
      { Key: 'stage', Value: 'prod' },
    ];
    await ec2.send(new CreateTagsCommand({ Resources: [GroupId, VpcId], Tags }));
    const Filters = [{ Name: 'resource-id', Values: [GroupId] }];
    const before = await ec2.send(new DescribeTagsCommand({ Filters }));
    await ec2.send(
      new DeleteTagsCommand({ Resources: [GroupId], Tags: [{ Key: 'Name' }, { Key: 'stage', Value: 'dev' }] }),
    );

    expect(before.Tags).toEqual(Tags.map((tag) => ({ ...tag, ResourceId: GroupId, ResourceType: 'security-group' })));
    expect((await groupOf(GroupId))?.Tags).toEqual([{ Key: 'stage', Value: 'prod' }]);
    await expect(
      ec2.send(new CreateTagsCommand({ Resources: [GroupId], Tags: [{ Key: 'aws:x', Value: '' }] })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });
});
