import * as Cfn from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: Cfn.CloudFormationClient;
beforeEach(() => {
  client = target.client(Cfn.CloudFormationClient);
});

const arn = 'arn:aws:cloudformation:us-east-1::type/resource/AWS-SSM-Parameter';

describe('what is said of the account', () => {
  it('DescribeAccountLimits › tells how many stacks and outputs there may be', async () => {
    const { AccountLimits } = await client.send(new Cfn.DescribeAccountLimitsCommand({}));

    expect(AccountLimits?.map(({ Name }) => Name)).toEqual([
      'StackLimit',
      'StackOutputsLimit',
      'ConcurrentResourcesLimit',
    ]);
  });

  it('EstimateTemplateCost › names a page of the calculator, and refuses what is no template', async () => {
    const Resources = { A: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } } };
    const estimate = (TemplateBody: string) => client.send(new Cfn.EstimateTemplateCostCommand({ TemplateBody }));

    const { Url } = await estimate(JSON.stringify({ Resources }));

    expect(Url).toMatch(/^http:\/\/calculator\.s3\.amazonaws\.com\/calc5\.html\?key=cloudformation\/[0-9a-f-]{36}$/);
    await expect(estimate('{}')).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it('ListTypes › tells public types by their prefix, and no private ones', async () => {
    const list = (input: Cfn.ListTypesCommandInput) => client.send(new Cfn.ListTypesCommand(input));

    const found = await list({ Visibility: 'PUBLIC', Filters: { TypeNamePrefix: 'AWS::SSM::' } });

    expect(found.TypeSummaries).toContainEqual({ Type: 'RESOURCE', TypeName: 'AWS::SSM::Parameter', TypeArn: arn });
    expect((await list({})).TypeSummaries).toEqual([]);
  });

  it('DescribeType › tells a type by name or ARN, and refuses one that does not exist', async () => {
    const describeType = (input: Cfn.DescribeTypeCommandInput) => client.send(new Cfn.DescribeTypeCommand(input));

    const found = await describeType({ Type: 'RESOURCE', TypeName: 'AWS::SSM::Parameter' });

    expect(found).toMatchObject({ Arn: arn, Visibility: 'PUBLIC', DeprecatedStatus: 'LIVE' });
    expect(JSON.parse(found.Schema ?? '')).toMatchObject({
      typeName: 'AWS::SSM::Parameter',
      required: ['Type', 'Value'],
    });
    expect(await describeType({ Arn: arn })).toMatchObject({ TypeName: 'AWS::SSM::Parameter' });
    await expect(describeType({ Type: 'RESOURCE', TypeName: 'AWS::SSM::Nothing' })).rejects.toMatchObject({
      name: 'TypeNotFoundException',
    });
  });
});
