import type {
  DescribeManagedPrefixListsRequest,
  DescribeManagedPrefixListsResult,
  DescribePrefixListsRequest,
  DescribePrefixListsResult,
  DescribeVpcEndpointServicesRequest,
  DescribeVpcEndpointServicesResult,
  GetManagedPrefixListEntriesRequest,
  GetManagedPrefixListEntriesResult,
  ManagedPrefixList,
  PrefixList,
  ServiceDetail,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import { zonesOf } from '../addresses/zones.ts';
import { passes } from '../lookup/filters.ts';
import { notFound } from '../lookup/kinds.ts';
import { managedPrefixLists, offeredServices } from '../networks/service-names.ts';
import { ec2Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html */
export const describeVpcEndpointServices = ec2Operation(
  'DescribeVpcEndpointServices',
  [],
  (_state, input: DescribeVpcEndpointServicesRequest, { region }): DescribeVpcEndpointServicesResult => {
    const details = offeredServices(region).map(
      ({ name, short, type }): ServiceDetail => ({
        ServiceName: name,
        ServiceType: [{ ServiceType: type }],
        ServiceRegion: region,
        AvailabilityZones: zonesOf(region).map((zone) => zone.name),
        Owner: 'amazon',
        BaseEndpointDnsNames: [
          type === 'Gateway' ? `${short}.${region}.amazonaws.com` : `${short}.${region}.vpce.amazonaws.com`,
        ],
        ...(type === 'Interface' && { PrivateDnsName: `${short}.${region}.amazonaws.com` }),
        VpcEndpointPolicySupported: true,
        AcceptanceRequired: false,
        ManagesVpcEndpoints: false,
        Tags: [],
        SupportedIpAddressTypes: ['ipv4'],
      }),
    );
    const { ServiceNames = [] } = input;
    const unknown = ServiceNames.find((name) => !details.some(({ ServiceName }) => ServiceName === name));
    if (unknown !== undefined)
      throw new AwsError('InvalidServiceName', `The Vpc Endpoint Service '${unknown}' does not exist`);
    const asked = details.filter(
      ({ ServiceName = '' }) => ServiceNames.length === 0 || ServiceNames.includes(ServiceName),
    );
    const found = asked.filter((detail) =>
      passes(detail, {}, input.Filters ?? [], {
        owner: ({ Owner }) => Owner,
        'service-name': ({ ServiceName }) => ServiceName,
        'service-region': ({ ServiceRegion }) => ServiceRegion,
        'service-type': ({ ServiceType }) => ServiceType?.map((each) => each.ServiceType),
        'supported-ip-address-types': ({ SupportedIpAddressTypes }) => SupportedIpAddressTypes,
      }),
    );
    return { ServiceNames: [...new Set(found.map(({ ServiceName = '' }) => ServiceName))], ServiceDetails: found };
  },
);

/** AWS's own: others cannot be made. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeManagedPrefixLists.html */
export const describeManagedPrefixLists = ec2Operation(
  'DescribeManagedPrefixLists',
  [],
  (_state, input: DescribeManagedPrefixListsRequest, { region }): DescribeManagedPrefixListsResult => {
    const lists = managedPrefixLists(region).map(
      ({ id, name }): ManagedPrefixList => ({
        PrefixListId: id,
        AddressFamily: 'IPv4',
        State: 'create-complete',
        PrefixListArn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`,
        PrefixListName: name,
        OwnerId: 'AWS',
      }),
    );
    const { PrefixListIds = [] } = input;
    const unknown = PrefixListIds.find((id) => !lists.some(({ PrefixListId }) => PrefixListId === id));
    if (unknown !== undefined) throw notFound('prefixLists', unknown);
    const asked = lists.filter(
      ({ PrefixListId = '' }) => PrefixListIds.length === 0 || PrefixListIds.includes(PrefixListId),
    );
    const known = {
      'owner-id': ({ OwnerId }: ManagedPrefixList) => OwnerId,
      'prefix-list-id': ({ PrefixListId }: ManagedPrefixList) => PrefixListId,
      'prefix-list-name': ({ PrefixListName }: ManagedPrefixList) => PrefixListName,
    };
    return { PrefixLists: asked.filter((list) => passes(list, {}, input.Filters ?? [], known)) };
  },
);

/**
 * None: no address here belongs to AWS.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetManagedPrefixListEntries.html
 */
export const getManagedPrefixListEntries = ec2Operation(
  'GetManagedPrefixListEntries',
  ['PrefixListId'],
  (_state, input: GetManagedPrefixListEntriesRequest, { region }): GetManagedPrefixListEntriesResult => {
    const { PrefixListId = '' } = input;
    if (!managedPrefixLists(region).some(({ id }) => id === PrefixListId)) throw notFound('prefixLists', PrefixListId);
    return { Entries: [] };
  },
);

/** The same in the older form. */
export const describePrefixLists = ec2Operation(
  'DescribePrefixLists',
  [],
  (_state, input: DescribePrefixListsRequest, { region }): DescribePrefixListsResult => {
    const lists = managedPrefixLists(region).map(
      ({ id, name }): PrefixList => ({ PrefixListId: id, PrefixListName: name, Cidrs: [] }),
    );
    const known = {
      'prefix-list-id': ({ PrefixListId }: PrefixList) => PrefixListId,
      'prefix-list-name': ({ PrefixListName }: PrefixList) => PrefixListName,
    };
    const isAsked = ({ PrefixListId = '' }: PrefixList) =>
      !input.PrefixListIds?.length || input.PrefixListIds.includes(PrefixListId);
    return { PrefixLists: lists.filter((list) => isAsked(list) && passes(list, {}, input.Filters ?? [], known)) };
  },
);
