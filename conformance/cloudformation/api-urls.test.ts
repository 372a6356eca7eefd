import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2';
import { CloudFormationClient, CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();

const foreign = 'https://abcdefghij.execute-api.eu-west-1.amazonaws.com/prod';

/** As the CDK's `api.url` comes out. */
const url = { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/' };

const TemplateBody = JSON.stringify({
  Resources: {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'a', ProtocolType: 'HTTP' } },
    Kept: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/url', Type: 'String', Value: url } },
  },
  Outputs: { Url: { Value: url }, Id: { Value: { Ref: 'Api' } }, Foreign: { Value: foreign } },
});

describe('Addresses of APIs', () => {
  it('that a stack puts together answer on this machine; those of others stay', async () => {
    const cfn = target.client(CloudFormationClient);

    await cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody }));
    const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName: 's' }));
    const { Parameter } = await target.client(SSMClient).send(new GetParameterCommand({ Name: '/url' }));

    const outputs = new Map(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
    const expected = `${target.cloud.endpoint}/_aws/execute-api/${outputs.get('Id')}/`;
    expect(outputs.get('Url')).toBe(expected);
    expect(Parameter?.Value).toBe(expected);
    expect(outputs.get('Foreign')).toBe(foreign);
  });

  it('of REST APIs do so likewise, their stages included', async () => {
    const cfn = target.client(CloudFormationClient);
    const Value = { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/prod/' };
    const template = {
      Resources: {
        Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'a' } },
        Kept: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/url', Type: 'String', Value } },
      },
      Outputs: { Url: { Value }, Id: { Value: { Ref: 'Api' } } },
    };

    await cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody: JSON.stringify(template) }));
    const { Url, Id } = await stackOutputs(cfn, 's');
    const { Parameter } = await target.client(SSMClient).send(new GetParameterCommand({ Name: '/url' }));

    expect(Url).toBe(`${target.cloud.endpoint}/_aws/execute-api/${Id}/prod/`);
    expect(Parameter?.Value).toBe(Url);
  });

  it('are told by the name under which the caller reaches them', async () => {
    const endpoint = target.cloud.endpoint.replace('127.0.0.1', 'localhost');
    const config = { ...target.cloud.clientConfig({ transport: 'http' }), endpoint };
    const cfn = new CloudFormationClient(config);

    await cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody }));
    const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName: 's' }));
    const { Items } = await new ApiGatewayV2Client(config).send(new GetApisCommand({}));

    const url = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'Url')?.OutputValue;
    expect(url).toBe(`${endpoint}/_aws/execute-api/${Items?.[0]?.ApiId}/`);
    expect(Items?.[0]?.ApiEndpoint).toBe(url?.slice(0, -1));
  });
});
