import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { type Made, newId } from '../lookup/kinds.ts';
import { tagsOf } from '../lookup/tags.ts';
import type { Ec2State, Records } from '../state.ts';

/** A rule as it is asked for: a protocol, ports, and one peer. */
export type RuleWish = Pick<
  SecurityGroupRule,
  'CidrIpv4' | 'CidrIpv6' | 'Description' | 'FromPort' | 'PrefixListId' | 'ReferencedGroupInfo' | 'ToPort'
> & { readonly IpProtocol: string };

type Rule = Records['securityGroupRules'];

/** Adds a rule to a group; ports of protocols without ports are -1. */
export function newRule(state: Ec2State, groupId: string, isEgress: boolean, wish: RuleWish, context: Made): Rule {
  const id = newId('sgr', context);
  const rule: Rule = {
    SecurityGroupRuleId: id,
    SecurityGroupRuleArn: `arn:aws:ec2:${context.region}:${context.account}:security-group-rule/${id}`,
    GroupId: groupId,
    GroupOwnerId: context.account,
    IsEgress: isEgress,
    ...wish,
    FromPort: wish.FromPort ?? -1,
    ToPort: wish.ToPort ?? -1,
    number: Math.max(0, ...rulesOf(state, groupId).map(({ number }) => number)) + 1,
  };
  state.securityGroupRules.set(id, rule);
  return rule;
}

/** A rule that lets something else pass from now on. */
export function changedRule(rule: Rule, wish: RuleWish): Rule {
  const {
    CidrIpv4: _4,
    CidrIpv6: _6,
    PrefixListId: _list,
    ReferencedGroupInfo: _group,
    Description: _,
    ...kept
  } = rule;
  return { ...kept, ...wish, FromPort: wish.FromPort ?? -1, ToPort: wish.ToPort ?? -1 };
}

/** A group's rules in the order in which they were made. */
export const rulesOf = (state: Ec2State, groupId: string): readonly Rule[] =>
  [...state.securityGroupRules.values()]
    .filter(({ GroupId }) => GroupId === groupId)
    .sort((a, b) => a.number - b.number);

/** A rule as answers tell it. */
export const shownRule = (state: Ec2State, { number: _, ...rule }: Rule): SecurityGroupRule => ({
  ...rule,
  Tags: tagsOf(state, rule.SecurityGroupRuleId),
});

/** Whether two rules let the same pass: descriptions do not count. */
export const isSameRule = (a: RuleWish, b: RuleWish): boolean =>
  a.IpProtocol === b.IpProtocol &&
  (a.FromPort ?? -1) === (b.FromPort ?? -1) &&
  (a.ToPort ?? -1) === (b.ToPort ?? -1) &&
  peerOf(a) === peerOf(b);

/** Whom a rule lets pass, in one text. */
export const peerOf = ({ CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo }: RuleWish): string =>
  CidrIpv4 ?? CidrIpv6 ?? PrefixListId ?? ReferencedGroupInfo?.GroupId ?? '';

/** Rules as the older form tells them: one permission for each protocol and ports, with all its peers. */
export function permissionsOf(rules: readonly Rule[]): IpPermission[] {
  const permissions = new Map<string, Required<IpPermission>>();
  for (const rule of rules) {
    const { IpProtocol, FromPort, ToPort } = rule;
    const key = `${IpProtocol}/${FromPort}/${ToPort}`;
    const permission = permissions.get(key) ?? {
      IpProtocol,
      FromPort: IpProtocol === '-1' ? undefined : FromPort,
      ToPort: IpProtocol === '-1' ? undefined : ToPort,
      UserIdGroupPairs: [],
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
    };
    permissions.set(key, permission);
    addPeer(permission, rule);
  }
  return [...permissions.values()];
}

function addPeer(permission: IpPermission, rule: Rule): void {
  const described = rule.Description === undefined ? {} : { Description: rule.Description };
  const { CidrIpv4: CidrIp, CidrIpv6, PrefixListId, ReferencedGroupInfo } = rule;
  if (CidrIp !== undefined) permission.IpRanges?.push({ ...described, CidrIp });
  if (CidrIpv6 !== undefined) permission.Ipv6Ranges?.push({ ...described, CidrIpv6 });
  if (PrefixListId !== undefined) permission.PrefixListIds?.push({ ...described, PrefixListId });
  if (ReferencedGroupInfo) permission.UserIdGroupPairs?.push({ ...described, ...ReferencedGroupInfo });
}
