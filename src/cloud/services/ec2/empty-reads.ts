import type { EmptyReads } from '../../service-kit/empty-reads.ts';

/** Lists of what nobody can have made here. */
export const ec2EmptyReads: EmptyReads = {
  DescribeCarrierGateways: { madeBy: ['CreateCarrierGateway'], naming: ['CarrierGatewayIds', 'DryRun'] },
  DescribeCustomerGateways: { madeBy: ['CreateCustomerGateway'], naming: ['CustomerGatewayIds', 'DryRun'] },
  DescribeInstanceStatus: { madeBy: ['RunInstances'], naming: ['InstanceIds', 'DryRun'] },
  DescribeLaunchTemplates: {
    madeBy: ['CreateLaunchTemplate'],
    naming: ['LaunchTemplateIds', 'LaunchTemplateNames', 'DryRun'],
  },
  DescribePlacementGroups: { madeBy: ['CreatePlacementGroup'], naming: ['GroupIds', 'GroupNames', 'DryRun'] },
  DescribeTransitGateways: { madeBy: ['CreateTransitGateway'], naming: ['TransitGatewayIds', 'DryRun'] },
  DescribeVolumes: { madeBy: ['CreateVolume'], naming: ['VolumeIds', 'DryRun'] },
  DescribeVpnConnections: { madeBy: ['CreateVpnConnection'], naming: ['VpnConnectionIds', 'DryRun'] },
  DescribeVpnGateways: { madeBy: ['CreateVpnGateway'], naming: ['VpnGatewayIds', 'DryRun'] },
};
