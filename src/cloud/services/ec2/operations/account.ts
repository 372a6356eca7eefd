import type {
  AvailabilityZone,
  DescribeAccountAttributesRequest,
  DescribeAccountAttributesResult,
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult,
  DescribeRegionsRequest,
  DescribeRegionsResult,
  Region,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kernel/errors.ts';
import { defaultRegions, optInRegions, zonesOf } from '../addresses/zones.ts';
import { invalidValueOf } from '../errors.ts';
import { passes } from '../lookup/filters.ts';
import { ec2Operation } from '../operation.ts';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeRegions.html */
export const describeRegions = ec2Operation(
  'DescribeRegions',
  [],
  (_state, input: DescribeRegionsRequest): DescribeRegionsResult => {
    const of =
      (OptInStatus: string) =>
      (RegionName: string): Region => ({
        OptInStatus,
        RegionName,
        Endpoint: `ec2.${RegionName}.amazonaws.com`,
      });
    const regions = [
      ...defaultRegions.map(of('opt-in-not-required')),
      ...(input.AllRegions ? optInRegions.map(of('not-opted-in')) : []),
    ];
    const unknown = input.RegionNames?.find((name) => !regions.some(({ RegionName }) => RegionName === name));
    if (unknown !== undefined) throw invalidValueOf(unknown, 'RegionName');
    const asked = regions.filter(
      ({ RegionName = '' }) => !input.RegionNames?.length || input.RegionNames.includes(RegionName),
    );
    const known = {
      endpoint: ({ Endpoint }: Region) => Endpoint,
      'opt-in-status': ({ OptInStatus }: Region) => OptInStatus,
      'region-name': ({ RegionName }: Region) => RegionName,
    };
    return { Regions: asked.filter((region) => passes(region, {}, input.Filters ?? [], known)) };
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html */
export const describeAvailabilityZones = ec2Operation(
  'DescribeAvailabilityZones',
  [],
  (_state, input: DescribeAvailabilityZonesRequest, { region }): DescribeAvailabilityZonesResult => {
    const zones = zonesOf(region).map(
      ({ name, id }): AvailabilityZone => ({
        OptInStatus: 'opt-in-not-required',
        Messages: [],
        RegionName: region,
        ZoneName: name,
        ZoneId: id,
        GroupName: `${region}-zg-1`,
        NetworkBorderGroup: region,
        ZoneType: 'availability-zone',
        State: 'available',
      }),
    );
    const unknown = input.ZoneNames?.find((name) => !zones.some(({ ZoneName }) => ZoneName === name));
    if (unknown !== undefined) throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${unknown}]`);
    const isAsked = ({ ZoneName = '', ZoneId = '' }: AvailabilityZone) =>
      (!input.ZoneNames?.length || input.ZoneNames.includes(ZoneName)) &&
      (!input.ZoneIds?.length || input.ZoneIds.includes(ZoneId));
    const known = {
      'group-name': ({ GroupName }: AvailabilityZone) => GroupName,
      'opt-in-status': ({ OptInStatus }: AvailabilityZone) => OptInStatus,
      'region-name': ({ RegionName }: AvailabilityZone) => RegionName,
      state: ({ State }: AvailabilityZone) => State,
      'zone-id': ({ ZoneId }: AvailabilityZone) => ZoneId,
      'zone-name': ({ ZoneName }: AvailabilityZone) => ZoneName,
      'zone-type': ({ ZoneType }: AvailabilityZone) => ZoneType,
    };
    return { AvailabilityZones: zones.filter((zone) => isAsked(zone) && passes(zone, {}, input.Filters ?? [], known)) };
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html */
export const describeAccountAttributes = ec2Operation(
  'DescribeAccountAttributes',
  [],
  (state, input: DescribeAccountAttributesRequest): DescribeAccountAttributesResult => {
    const defaultVpc = [...state.vpcs.values()].find(({ IsDefault }) => IsDefault)?.VpcId ?? 'none';
    const values: Readonly<Record<string, string>> = {
      'supported-platforms': 'VPC',
      'default-vpc': defaultVpc,
      'max-instances': '20',
      'vpc-max-security-groups-per-interface': '5',
      'max-elastic-ips': '5',
      'vpc-max-elastic-ips': '5',
    };
    const names = input.AttributeNames?.length ? input.AttributeNames : Object.keys(values);
    return {
      AccountAttributes: names.map((AttributeName) => ({
        AttributeName,
        AttributeValues: [{ AttributeValue: values[AttributeName] ?? '' }],
      })),
    };
  },
);
