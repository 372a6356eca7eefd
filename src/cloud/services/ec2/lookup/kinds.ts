import type { ResourceType as TaggedType } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Ec2State, Kind, Records } from '../state.ts';

/** How a kind of resource is named, and what EC2 says where there is none of an id. */
interface KindNames {
  /** Of its ids. */
  readonly prefix: string;
  /** In tags and tag specifications. */
  readonly type: TaggedType;
  /** The first part of its errors' codes. */
  readonly code: string;
  readonly noun: string;
  /** Code and text where they are not made of the two. */
  readonly notFound?: (id: string) => AwsError;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#api-error-codes-table-client-action-specific */
export const kinds: Readonly<Record<Kind, KindNames>> = {
  vpcs: { prefix: 'vpc', type: 'vpc', code: 'InvalidVpcID', noun: 'vpc ID' },
  subnets: { prefix: 'subnet', type: 'subnet', code: 'InvalidSubnetID', noun: 'subnet ID' },
  routeTables: { prefix: 'rtb', type: 'route-table', code: 'InvalidRouteTableID', noun: 'routeTable ID' },
  internetGateways: {
    prefix: 'igw',
    type: 'internet-gateway',
    code: 'InvalidInternetGatewayID',
    noun: 'internetGateway ID',
  },
  egressOnlyInternetGateways: {
    prefix: 'eigw',
    type: 'egress-only-internet-gateway',
    code: 'InvalidEgressOnlyInternetGatewayId',
    noun: 'egressOnlyInternetGateway ID',
  },
  natGateways: {
    prefix: 'nat',
    type: 'natgateway',
    code: 'NatGateway',
    noun: 'NAT gateway',
    notFound: (id) => new AwsError('NatGatewayNotFound', `NAT gateway ${id} was not found`),
  },
  addresses: { prefix: 'eipalloc', type: 'elastic-ip', code: 'InvalidAllocationID', noun: 'allocation ID' },
  securityGroups: { prefix: 'sg', type: 'security-group', code: 'InvalidGroup', noun: 'security group' },
  securityGroupRules: {
    prefix: 'sgr',
    type: 'security-group-rule',
    code: 'InvalidSecurityGroupRuleId',
    noun: 'security group rule ID',
  },
  networkAcls: { prefix: 'acl', type: 'network-acl', code: 'InvalidNetworkAclID', noun: 'networkAcl ID' },
  endpoints: { prefix: 'vpce', type: 'vpc-endpoint', code: 'InvalidVpcEndpointId', noun: 'Vpc Endpoint Id' },
  flowLogs: { prefix: 'fl', type: 'vpc-flow-log', code: 'InvalidFlowLogId', noun: 'flow log ID' },
  dhcpOptions: { prefix: 'dopt', type: 'dhcp-options', code: 'InvalidDhcpOptionID', noun: 'dhcpOption ID' },
  peerings: {
    prefix: 'pcx',
    type: 'vpc-peering-connection',
    code: 'InvalidVpcPeeringConnectionID',
    noun: 'vpcPeeringConnection ID',
  },
  prefixLists: { prefix: 'pl', type: 'prefix-list', code: 'InvalidPrefixListID', noun: 'prefix list ID' },
  networkInterfaces: {
    prefix: 'eni',
    type: 'network-interface',
    code: 'InvalidNetworkInterfaceID',
    noun: 'networkInterface ID',
  },
  keyPairs: { prefix: 'key', type: 'key-pair', code: 'InvalidKeyPair', noun: 'key pair' },
};

/** What making a resource takes of a context. */
export type Made = Pick<Context, 'account' | 'region'> & { readonly random: Pick<Context['random'], 'hex'> };

/** `vpc-0` and sixteen hex digits. */
export const newId = (prefix: string, { random }: Pick<Made, 'random'>): string => `${prefix}-0${random.hex(16)}`;

export function notFound(kind: Kind, id: string): AwsError {
  const { code, noun, notFound: own } = kinds[kind];
  return own?.(id) ?? new AwsError(`${code}.NotFound`, `The ${noun} '${id}' does not exist`);
}

/** The resource of an id; throws EC2's error for an id of another form, or of nothing. */
export function find<K extends Kind>(state: Ec2State, kind: K, id: string): Records[K] {
  const found = state[kind].get(id) as Records[K] | undefined;
  if (found) return found;
  assertForm(kind, id);
  throw notFound(kind, id);
}

/** Ids are the kind's prefix and hex digits. */
function assertForm(kind: Kind, id: string): void {
  const { prefix, code } = kinds[kind];
  if (kind === 'keyPairs' || new RegExp(`^${prefix}-[0-9a-f]+$`).test(id)) return;
  const stem = kind === 'securityGroups' ? 'InvalidGroupId' : code;
  const separator = kind === 'natGateways' ? '' : '.';
  throw new AwsError(`${stem}${separator}Malformed`, `Invalid id: "${id}" (expecting "${prefix}-...")`);
}

/** The kind whose ids begin like this one. */
export const kindOf = (id: string): Kind | undefined => {
  const prefix = id.slice(0, id.lastIndexOf('-'));
  return (Object.keys(kinds) as Kind[]).find((kind) => kinds[kind].prefix === prefix);
};
