import { createHash } from 'node:crypto';
import type { Context } from '../../../service-kit/contract.ts';
import { zonesOf } from '../addresses/zones.ts';
import { type Made, newId } from '../lookup/kinds.ts';
import type { Ec2State, Records } from '../state.ts';
import { createNetwork } from './create-network.ts';
import { createSubnet } from './create-subnet.ts';
import { attachmentTo } from './gateway-attachment.ts';

type Place = Pick<Context, 'account' | 'region'>;

/**
 * Every account has a default network in every region. It is made at the first call, with ids that the account and the
 * region decide: nobody's randomness depends on who calls first.
 * https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html
 */
export function ensureDefaultNetwork(state: Ec2State, { account, region }: Place): void {
  if (state.defaultNetwork.has('made')) return;
  state.defaultNetwork.set('made', true);
  const context = { account, region, random: derivedRandom(`${account}/${region}`) };
  createDefaultDhcpOptions(state, context);
  createDefaultNetwork(state, context);
}

/** The default VPC with a subnet in each zone and a way to the internet. */
export function createDefaultNetwork(state: Ec2State, context: Made): Records['vpcs'] {
  const dhcpOptionsId = defaultDhcpOptions(state);
  const vpc = createNetwork(state, { cidrBlock: '172.31.0.0/16', dhcpOptionsId, isDefault: true }, context);
  for (const zone of zonesOf(context.region)) {
    const CidrBlock = `172.31.${(zone.number - 1) * 16}.0/20`;
    createSubnet(state, vpc, { CidrBlock, zone, isDefault: true }, context);
  }
  const gatewayId = newId('igw', context);
  state.internetGateways.set(gatewayId, {
    InternetGatewayId: gatewayId,
    OwnerId: context.account,
    Attachments: [attachmentTo(vpc.VpcId)],
  });
  const main = [...state.routeTables.values()].find(({ VpcId }) => VpcId === vpc.VpcId);
  const route = { DestinationCidrBlock: '0.0.0.0/0', GatewayId: gatewayId, Origin: 'CreateRoute' } as const;
  if (main) state.routeTables.set(main.RouteTableId, { ...main, Routes: [route] });
  return vpc;
}

/** The options with Amazon's DNS server, which VPCs have that ask for no others. */
export const defaultDhcpOptions = (state: Ec2State): string =>
  [...state.defaultNetwork.keys()].find((key) => key.startsWith('dopt-')) ?? 'default';

function createDefaultDhcpOptions(state: Ec2State, context: Made): void {
  const id = newId('dopt', context);
  const domain = context.region === 'us-east-1' ? 'ec2.internal' : `${context.region}.compute.internal`;
  state.dhcpOptions.set(id, {
    DhcpOptionsId: id,
    OwnerId: context.account,
    DhcpConfigurations: [
      { Key: 'domain-name', Values: [{ Value: domain }] },
      { Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] },
    ],
  });
  state.defaultNetwork.set(id, true);
}

/** Hex digits that a seed decides. */
function derivedRandom(seed: string): Made['random'] {
  let count = 0;
  const hex = (digits: number): string => {
    count += 1;
    return createHash('sha256').update(`${seed}/${count}`).digest('hex').slice(0, digits);
  };
  return { hex };
}
