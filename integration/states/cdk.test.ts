import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { App, CfnOutput, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { EvaluateExpression } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { expect, test } from 'vitest';
import { useCloud } from '../../conformance/cloud.ts';
import { clientOf } from '../../src/harness/cloud-client.ts';
import { deployAssembly } from '../../src/harness/deploy.ts';

const target = useCloud();

const lambda = (stack: Stack, id: string, code: string): Lambda =>
  new Lambda(stack, id, { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline(code) });

test('a provider waits by a state machine until its resource is complete', { timeout: 120_000 }, async () => {
  const app = new App();
  const stack = new Stack(app, 'Provided');
  const provider = new Provider(stack, 'Provider', {
    onEventHandler: lambda(stack, 'OnEvent', "exports.handler = async () => ({ PhysicalResourceId: 'thing' });"),
    isCompleteHandler: lambda(
      stack,
      'IsComplete',
      "exports.handler = async () => ({ IsComplete: true, Data: { Answer: '42' } });",
    ),
    queryInterval: Duration.seconds(1),
  });
  const resource = new CustomResource(stack, 'Resource', { serviceToken: provider.serviceToken });
  new CfnOutput(stack, 'Answer', { value: resource.getAttString('Answer') });
  // Its function comes as an asset of the CDK's own.
  const sum = new EvaluateExpression(stack, 'Sum', { expression: '$.a + $.b' });
  new sfn.StateMachine(stack, 'Adding', { definitionBody: sfn.DefinitionBody.fromChainable(sum) });

  await deployAssembly(clientOf(target.cloud), app.synth().directory);

  const stacks = target.client(CloudFormationClient);
  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: 'Provided' }));
  expect(Stacks?.[0]?.Outputs).toMatchObject([{ OutputKey: 'Answer', OutputValue: '42' }]);
  const { stateMachines } = await target.client(SFNClient).send(new ListStateMachinesCommand({}));
  expect(stateMachines).toHaveLength(2);
});
