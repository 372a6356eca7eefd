import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { App, CfnOutput, DefaultStackSynthesizer, type IStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Code, type FunctionOptions, Function as Lambda, Runtime } from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { expect } from 'vitest';
import type { Target } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const StackName = 'app';
const waiting = { timeout: 25_000, interval: 20 };

/** Deploys what `build` makes, as `cdk deploy` would send it; answers the outputs. */
export async function deployApp(target: Target, build: (stack: Stack) => void): Promise<Record<string, string>> {
  const app = new App({ context: { '@aws-cdk/aws-stepfunctions:useDistributedMapResultWriterV2': true } });
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  build(new Stack(app, 'Stack', { synthesizer }));
  return deployTemplate(target, app.synth().getStackByName('Stack').template as object);
}

/** Deploys a template; answers the outputs. A stack that fails fails the test with its reasons. */
export async function deployTemplate(target: Target, template: object): Promise<Record<string, string>> {
  const stacks = target.client(CloudFormationClient);
  const TemplateBody = JSON.stringify(template);
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities: ['CAPABILITY_NAMED_IAM'] }));
  const status = async () =>
    (await stacks.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]?.StackStatus ?? '';
  await expect.poll(status, waiting).not.toMatch(/IN_PROGRESS/);
  const { StackEvents = [] } = await stacks.send(new DescribeStackEventsCommand({ StackName }));
  const failed = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('FAILED'));
  expect(failed.map(({ ResourceStatusReason }) => ResourceStatusReason)).toEqual([]);
  return stackOutputs(stacks, StackName);
}

/** A function with its code in the template. */
export const inlineFunction = (stack: Stack, id: string, code: string, more: FunctionOptions = {}): Lambda =>
  new Lambda(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(code),
    ...more,
  });

/** A value among the stack's outputs. */
export const tell = (stack: Stack, name: string, value: string): void =>
  new CfnOutput(stack, `${name}Output`, { value }).overrideLogicalId(name);

/** A machine of a chain, its ARN among the outputs by its id. */
export function machineOf(
  stack: Stack,
  id: string,
  chain: sfn.IChainable,
  more: Omit<sfn.StateMachineProps, 'definition' | 'definitionBody'> = {},
): sfn.StateMachine {
  const definitionBody = sfn.DefinitionBody.fromChainable(chain);
  const machine = new sfn.StateMachine(stack, `${id}Machine`, { definitionBody, ...more });
  tell(stack, id, machine.stateMachineArn);
  return machine;
}

/** How an execution ended, its input and output read. */
export interface Outcome extends Omit<DescribeExecutionOutput, 'input' | 'output'> {
  readonly input: unknown;
  readonly output: unknown;
}

/** Waits until an execution is over. */
export async function outcomeOf(target: Target, executionArn: string | undefined): Promise<Outcome> {
  const client = target.client(SFNClient);
  const describe = () => client.send(new DescribeExecutionCommand({ executionArn }));
  await expect.poll(async () => (await describe()).status, waiting).not.toBe('RUNNING');
  const { input = 'null', output = 'null', ...rest } = await describe();
  return { ...rest, input: JSON.parse(input) as unknown, output: JSON.parse(output) as unknown } as Outcome;
}

/** Begins an execution; answers its ARN. */
export async function startOf(
  target: Target,
  stateMachineArn: string | undefined,
  input: object = {},
): Promise<string> {
  const command = new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) });
  return (await target.client(SFNClient).send(command)).executionArn ?? '';
}

/** Runs a machine to its end. */
export const runOf = async (
  target: Target,
  stateMachineArn: string | undefined,
  input: object = {},
): Promise<Outcome> => outcomeOf(target, await startOf(target, stateMachineArn, input));

/** Waits for the execution that something else begins, and for its end. */
export async function begunBy(target: Target, stateMachineArn: string | undefined): Promise<Outcome> {
  const list = async () =>
    (await target.client(SFNClient).send(new ListExecutionsCommand({ stateMachineArn }))).executions ?? [];
  await expect.poll(async () => (await list()).length, waiting).toBeGreaterThan(0);
  return outcomeOf(target, (await list())[0]?.executionArn);
}
