import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';

// By the machine's clock, on which a deployment goes on by itself while its stack waits for it.
const target = useCloud();

const role = 'arn:aws:iam::000000000000:role/r';
const functionOf = (code: string) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Runtime: 'nodejs24.x', Handler: 'index.handler', Role: role, Timeout: 30, Code: { ZipFile: code } },
});

/** Answers, and leaves a parameter behind whose version tells how often it was asked. */
const hook = `
const { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } = require('@aws-sdk/client-codedeploy');
const { SSMClient, PutParameterCommand } = require('@aws-sdk/client-ssm');
exports.handler = async ({ DeploymentId, LifecycleEventHookExecutionId }) => {
  await new SSMClient({}).send(new PutParameterCommand({ Name: '/asked', Type: 'String', Value: 'x', Overwrite: true }));
  await new CodeDeployClient({}).send(new PutLifecycleEventHookExecutionStatusCommand({
    deploymentId: DeploymentId, lifecycleEventHookExecutionId: LifecycleEventHookExecutionId, status: 'Succeeded',
  }));
};`;

const templateOf = (version: string): string =>
  JSON.stringify({
    Resources: {
      App: { Type: 'AWS::CodeDeploy::Application', Properties: { ComputePlatform: 'Lambda' } },
      Group: {
        Type: 'AWS::CodeDeploy::DeploymentGroup',
        Properties: { ApplicationName: { Ref: 'App' }, ServiceRoleArn: role },
      },
      Hook: functionOf(hook),
      F: functionOf(`exports.handler = async () => ${version};`),
      [`V${version}`]: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'F' } } },
      Live: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          FunctionName: { Ref: 'F' },
          Name: 'live',
          FunctionVersion: { 'Fn::GetAtt': [`V${version}`, 'Version'] },
        },
        UpdatePolicy: {
          CodeDeployLambdaAliasUpdate: {
            ApplicationName: { Ref: 'App' },
            DeploymentGroupName: { Ref: 'Group' },
            BeforeAllowTrafficHook: { Ref: 'Hook' },
          },
        },
      },
    },
  });

test('A hook is asked once, though both the stack and the clock take the deployment on', async () => {
  const stacks = target.client(CloudFormationClient);
  await stacks.send(new CreateStackCommand({ StackName: 's', TemplateBody: templateOf('1') }));

  await stacks.send(new UpdateStackCommand({ StackName: 's', TemplateBody: templateOf('2') }));

  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: 's' }));
  expect(Stacks?.[0]?.StackStatus).toBe('UPDATE_COMPLETE');
  const { Parameter } = await target.client(SSMClient).send(new GetParameterCommand({ Name: '/asked' }));
  expect(Parameter?.Version).toBe(1);
});
