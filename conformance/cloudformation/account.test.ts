import * as Cfn from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: Cfn.CloudFormationClient;
beforeEach(() => {
  client = target.client(Cfn.CloudFormationClient);
});

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
});
