import { describe, expect, it } from 'vitest';
import type { OperationModel } from '../model/model.ts';
import { modelOf } from '../model/models.ts';
import { parseForm, readEc2Form } from './query-form.ts';
import { writeEc2Output } from './query-output.ts';

const model = modelOf('ec2');
const operation = (name: string) => model.operations.get(name) as OperationModel;

describe("EC2's protocol", () => {
  it('names members with a capital or by a name of their own, and flattens lists', () => {
    const text =
      'CidrBlock=10.0.0.0%2F16&DryRun=true&TagSpecification.1.ResourceType=vpc&TagSpecification.1.Tag.1.Key=k';

    expect(readEc2Form(parseForm(text), operation('CreateVpc').input)).toEqual({
      CidrBlock: '10.0.0.0/16',
      DryRun: true,
      TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'k' }] }],
    });
  });

  it('answers without a result around the members, lists by items', () => {
    expect(writeEc2Output(model, operation('DescribeVpcs'), { Vpcs: [{ VpcId: 'vpc-1' }] }, 'r')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<DescribeVpcsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15"><requestId>r</requestId><vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet></DescribeVpcsResponse>',
    );
  });
});
