import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();

const TemplateBody = `
Transform: AWS::LanguageExtensions
Parameters: { Names: { Type: CommaDelimitedList, Default: 'One, Two' } }
Resources:
  Fn::ForEach::Logs:
    - Name
    - !Ref Names
    - Log\${Name}: { Type: AWS::Logs::LogGroup, Properties: { LogGroupName: !Sub '/each/\${Name}' } }
`;

const asked = {
  StackName: 'each',
  TemplateBody,
  Capabilities: ['CAPABILITY_AUTO_EXPAND' as const],
};

async function resourceNames(cfn: CloudFormationClient): Promise<(string | undefined)[]> {
  const { StackResources = [] } = await cfn.send(new DescribeStackResourcesCommand({ StackName: 'each' }));
  return StackResources.map(({ LogicalResourceId }) => LogicalResourceId).sort();
}

it('GetTemplate › shows what the functions of the transform become, but for what needs resources', async () => {
  const cfn = target.client(CloudFormationClient);
  const holding = (Value: unknown) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value } });
  const template = {
    Transform: 'AWS::LanguageExtensions',
    Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a,b' } },
    Mappings: { M: { a: { b: 'x' } } },
    Resources: {
      A: holding({ 'Fn::ToJsonString': { count: { 'Fn::Length': { Ref: 'Names' } } } }),
      B: holding({ 'Fn::FindInMap': ['M', 'a', 'z', { DefaultValue: 'none' }] }),
      C: holding({ 'Fn::ToJsonString': { other: { Ref: 'A' } } }),
    },
  };

  await cfn.send(new CreateStackCommand({ StackName: 'each', TemplateBody: JSON.stringify(template) }));
  const processed = await cfn.send(new GetTemplateCommand({ StackName: 'each', TemplateStage: 'Processed' }));

  const { Transform: _, ...rest } = template;
  expect(JSON.parse(processed.TemplateBody ?? '')).toEqual({
    ...rest,
    Resources: { A: holding('{"count":2}'), B: holding('none'), C: template.Resources.C },
  });
});

describe('Fn::ForEach', () => {
  it('makes a resource of each of a parameter’s values', async () => {
    const cfn = target.client(CloudFormationClient);

    await cfn.send(new CreateStackCommand(asked));

    expect(await resourceNames(cfn)).toEqual(['LogOne', 'LogTwo']);
  });

  it('follows the values that are given, also when they are kept by a later update', async () => {
    const cfn = target.client(CloudFormationClient);
    await cfn.send(
      new CreateStackCommand({ ...asked, Parameters: [{ ParameterKey: 'Names', ParameterValue: 'A,B,C' }] }),
    );

    await cfn.send(
      new UpdateStackCommand({
        ...asked,
        TemplateBody: TemplateBody.replace('/each/', '/every/'),
        Parameters: [{ ParameterKey: 'Names', UsePreviousValue: true }],
      }),
    );
    const processed = await cfn.send(new GetTemplateCommand({ StackName: 'each', TemplateStage: 'Processed' }));

    expect(await resourceNames(cfn)).toEqual(['LogA', 'LogB', 'LogC']);
    expect(Object.keys(JSON.parse(processed.TemplateBody ?? '').Resources)).toEqual(['LogA', 'LogB', 'LogC']);
  });
});
