import type { AuthorizeSecurityGroupIngressRequest, IpPermission } from '@aws-sdk/client-ec2';
import { AwsError, raise } from '../../../kernel/errors.ts';
import { parseCidr } from '../addresses/cidr.ts';
import { invalidParameterValue, missingParameter } from '../errors.ts';
import { find } from '../lookup/kinds.ts';
import type { Ec2State } from '../state.ts';
import type { RuleWish } from './rules.ts';

/** What both directions' inputs have in common; the older form names one rule in the members of the input itself. */
export type PermissionInput = Omit<AuthorizeSecurityGroupIngressRequest, 'TagSpecifications'>;

const protocols: Readonly<Record<string, string>> = {
  1: 'icmp',
  6: 'tcp',
  17: 'udp',
  58: 'icmpv6',
  all: '-1',
};

/** The rules that an input asks for, one for each peer. */
export function readPermissions(state: Ec2State, input: PermissionInput, vpcId: string, account: string): RuleWish[] {
  const wishes = permissionsIn(input).flatMap((permission) => rulesOf(state, permission, vpcId, account));
  if (wishes.length === 0) throw missingParameter('ipPermissions');
  return wishes;
}

function permissionsIn(input: PermissionInput): readonly IpPermission[] {
  if (input.IpPermissions && input.IpPermissions.length > 0) return input.IpPermissions;
  if (input.IpProtocol === undefined && input.SourceSecurityGroupName === undefined) return [];
  const { IpProtocol = '-1', FromPort, ToPort, CidrIp, SourceSecurityGroupName: GroupName } = input;
  const cidr = parseCidr(CidrIp ?? '');
  const ranges = cidr?.version === 6 ? { Ipv6Ranges: [{ CidrIpv6: CidrIp }] } : { IpRanges: [{ CidrIp }] };
  return [
    {
      IpProtocol,
      FromPort,
      ToPort,
      ...(CidrIp !== undefined && ranges),
      ...(GroupName !== undefined && { UserIdGroupPairs: [{ GroupName }] }),
    },
  ];
}

function rulesOf(state: Ec2State, permission: IpPermission, vpcId: string, account: string): RuleWish[] {
  const base = protocolAndPorts(permission);
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  const described = ({ Description }: { readonly Description?: string | undefined }) =>
    Description === undefined ? {} : { Description };
  return [
    ...IpRanges.map((range) => ({ ...base, CidrIpv4: blockText(range.CidrIp), ...described(range) })),
    ...Ipv6Ranges.map((range) => ({ ...base, CidrIpv6: blockText(range.CidrIpv6), ...described(range) })),
    ...PrefixListIds.map((list) => ({ ...base, PrefixListId: list.PrefixListId, ...described(list) })),
    ...UserIdGroupPairs.map((pair) => {
      const GroupId = pair.GroupId ?? groupNamed(state, pair.GroupName ?? '', vpcId);
      const UserId = pair.UserId ?? account;
      if (UserId === account) find(state, 'securityGroups', GroupId);
      const ReferencedGroupInfo = { GroupId, UserId };
      return { ...base, ReferencedGroupInfo, ...described(pair) };
    }),
  ];
}

const groupNamed = (state: Ec2State, name: string, vpcId: string): string =>
  [...state.securityGroups.values()].find(({ GroupName, VpcId }) => GroupName === name && VpcId === vpcId)?.GroupId ??
  raise(groupNameNotFound(name, vpcId));

export const groupNameNotFound = (name: string, vpcId: string): AwsError =>
  new AwsError('InvalidGroup.NotFound', `The security group '${name}' does not exist in VPC '${vpcId}'`);

function blockText(text = ''): string {
  const cidr = parseCidr(text);
  if (!cidr) throw invalidParameterValue(`CIDR block ${text} is malformed`);
  return cidr.text;
}

/** Protocols by their names; TCP and UDP have ports, ICMP types, and all traffic neither. */
function protocolAndPorts({ IpProtocol, FromPort, ToPort }: IpPermission): RuleWish {
  const protocol = protocols[IpProtocol ?? ''] ?? IpProtocol?.toLowerCase();
  if (protocol === undefined) throw missingParameter('ipProtocol');
  const isNumber = /^\d+$/.test(protocol) && Number(protocol) <= 255;
  if (!isNumber && !['-1', 'tcp', 'udp', 'icmp', 'icmpv6'].includes(protocol))
    throw invalidParameterValue(`Invalid value '${IpProtocol}' for IP protocol. Unknown protocol.`);
  if (protocol === 'tcp' || protocol === 'udp') {
    if (FromPort === undefined || ToPort === undefined)
      throw invalidParameterValue("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    for (const port of [FromPort, ToPort]) {
      if (port < 0 || port > 65_535)
        throw invalidParameterValue(`Invalid value '${port}' for fromPort. Must be 0-65535.`);
    }
    if (FromPort > ToPort) throw invalidParameterValue(`Invalid TCP/UDP port range (${FromPort}:${ToPort})`);
    return { IpProtocol: protocol, FromPort, ToPort };
  }
  const hasTypes = protocol.startsWith('icmp');
  return { IpProtocol: protocol, ...(hasTypes && { FromPort: FromPort ?? -1, ToPort: ToPort ?? -1 }) };
}
