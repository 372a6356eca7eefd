import type {
  DescribeVpcAttributeRequest,
  DescribeVpcAttributeResult,
  ModifyVpcAttributeRequest,
  VpcAttributeName,
} from '@aws-sdk/client-ec2';
import { invalidCombination, invalidParameterValue, invalidValueOf } from '../errors.ts';
import { find } from '../lookup/kinds.ts';
import { ec2Operation } from '../operation.ts';
import type { VpcAttributes } from '../state.ts';

const members = {
  enableDnsSupport: 'EnableDnsSupport',
  enableDnsHostnames: 'EnableDnsHostnames',
  enableNetworkAddressUsageMetrics: 'EnableNetworkAddressUsageMetrics',
} as const satisfies Record<keyof VpcAttributes, keyof ModifyVpcAttributeRequest>;

const names = Object.keys(members) as (keyof VpcAttributes)[];

/** One attribute at a time. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcAttribute.html */
export const modifyVpcAttribute = ec2Operation(
  'ModifyVpcAttribute',
  ['VpcId'],
  (state, input: ModifyVpcAttributeRequest): object => {
    const vpc = find(state, 'vpcs', input.VpcId ?? '');
    const given = names.filter((name) => input[members[name]]?.Value !== undefined);
    const [name] = given;
    if (name === undefined) throw invalidCombination('No attributes specified.');
    if (given.length > 1)
      throw invalidCombination('Fields for multiple attribute types specified: only one can be modified at a time');
    const value = input[members[name]]?.Value ?? false;
    if (name === 'enableDnsHostnames' && value && !vpc.attributes.enableDnsSupport)
      throw invalidParameterValue('Invalid value for enableDnsHostnames: DNS support is not enabled for the VPC');
    state.vpcs.set(vpc.VpcId, { ...vpc, attributes: { ...vpc.attributes, [name]: value } });
    return {};
  },
);

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcAttribute.html */
export const describeVpcAttribute = ec2Operation(
  'DescribeVpcAttribute',
  ['VpcId', 'Attribute'],
  (state, input: DescribeVpcAttributeRequest): DescribeVpcAttributeResult => {
    const { VpcId, attributes } = find(state, 'vpcs', input.VpcId ?? '');
    const Attribute: VpcAttributeName | undefined = input.Attribute;
    if (Attribute === undefined || !names.includes(Attribute)) throw invalidValueOf(Attribute, 'attribute');
    return { VpcId, [members[Attribute]]: { Value: attributes[Attribute] } };
  },
);
