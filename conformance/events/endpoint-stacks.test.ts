import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import * as Sdk from '@aws-sdk/client-eventbridge';
import {
  App,
  CfnOutput,
  DefaultStackSynthesizer,
  Duration,
  type IStackSynthesizer,
  SecretValue,
  Stack,
} from 'aws-cdk-lib';
import { ApiDestination, Archive, Authorization, Connection, EventBus, HttpParameter } from 'aws-cdk-lib/aws-events';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { stackOutputs } from '../stack-outputs.ts';

const target = useCloud();
const StackName = 'endpoints';

/** The template, as `cdk deploy` would send it. */
function templateOf(days: number): string {
  const app = new App();
  const synthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) as IStackSynthesizer;
  const stack = new Stack(app, 'Stack', { synthesizer });
  const connection = new Connection(stack, 'Connection', {
    authorization: Authorization.apiKey('x-key', SecretValue.unsafePlainText('v')),
    headerParameters: { 'x-own': HttpParameter.fromString('1') },
  });
  const destination = new ApiDestination(stack, 'Destination', {
    connection,
    endpoint: 'https://example.com/hooks',
    rateLimitPerSecond: days,
  });
  const archive = new Archive(stack, 'Archive', {
    sourceEventBus: EventBus.fromEventBusName(stack, 'Bus', 'default'),
    eventPattern: { source: ['shop'] },
    retention: Duration.days(days),
  });
  new CfnOutput(stack, 'DestinationName', { value: destination.apiDestinationName });
  new CfnOutput(stack, 'DestinationArn', { value: destination.apiDestinationArn });
  new CfnOutput(stack, 'SecretArn', { value: connection.connectionSecretArn });
  new CfnOutput(stack, 'ConnectionName', { value: connection.connectionName });
  new CfnOutput(stack, 'ArchiveArn', { value: archive.archiveArn });
  return JSON.stringify(app.synth().getStackByName('Stack').template);
}

test('connections, API destinations and archives of the CDK are made, changed and deleted', {
  timeout: 60_000,
}, async () => {
  const stacks = target.client(CloudFormationClient);
  const client = target.client(Sdk.EventBridgeClient);
  const waiter = { client: stacks, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
  await stacks.send(new CreateStackCommand({ StackName, TemplateBody: templateOf(7) }));
  await waitUntilStackCreateComplete(waiter, { StackName });

  const outputs = await stackOutputs(stacks, StackName);
  const Name = outputs.DestinationName ?? '';
  const destination = await client.send(new Sdk.DescribeApiDestinationCommand({ Name }));
  expect(destination).toMatchObject({
    ApiDestinationArn: outputs.DestinationArn,
    ApiDestinationState: 'ACTIVE',
    HttpMethod: 'POST',
    InvocationRateLimitPerSecond: 7,
  });
  const connection = await client.send(new Sdk.DescribeConnectionCommand({ Name: outputs.ConnectionName ?? '' }));
  expect(connection).toMatchObject({ ConnectionArn: destination.ConnectionArn, SecretArn: outputs.SecretArn });
  const ArchiveName = outputs.ArchiveArn?.split('/').at(-1);
  const look = () => client.send(new Sdk.DescribeArchiveCommand({ ArchiveName }));
  expect(await look()).toMatchObject({ RetentionDays: 7, EventPattern: '{"source":["shop"]}' });

  await stacks.send(new UpdateStackCommand({ StackName, TemplateBody: templateOf(8) }));
  await waitUntilStackUpdateComplete(waiter, { StackName });
  expect(await look()).toMatchObject({ RetentionDays: 8 });

  await stacks.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiter, { StackName });
  expect((await client.send(new Sdk.ListApiDestinationsCommand({}))).ApiDestinations).toEqual([]);
  expect((await client.send(new Sdk.ListConnectionsCommand({}))).Connections).toEqual([]);
  expect((await client.send(new Sdk.ListArchivesCommand({}))).Archives).toEqual([]);
});
