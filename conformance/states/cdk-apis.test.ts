import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { Duration, type Stack } from 'aws-cdk-lib';
import * as rest from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpIntegrationSubtype, HttpMethod, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpStepFunctionsIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { expect, test } from 'vitest';
import { useCloud } from '../cloud.ts';
import { deployApp, machineOf, outcomeOf, tell } from './deployed-apps.ts';

const target = useCloud();
const stateMachineType = sfn.StateMachineType.EXPRESS;

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function post(url: string, body: object, more: Record<string, string> = {}): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...more };
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('a StepFunctionsRestApi answers what its express machine answers', { timeout: 120_000 }, async () => {
  const { Url } = await deployApp(target, (stack) => {
    const chain = new sfn.Choice(stack, 'Fails?')
      .when(sfn.Condition.isPresent('$.body.fail'), new sfn.Fail(stack, 'Bad', { error: 'E', cause: 'bad luck' }))
      .otherwise(new sfn.Pass(stack, 'Good'));
    const stateMachine = machineOf(stack, 'Express', chain, { stateMachineType });
    const requestContext = { stage: true, httpMethod: true, resourcePath: true };
    const api = new rest.StepFunctionsRestApi(stack, 'Api', { stateMachine, headers: true, requestContext });
    const orders = api.root.addResource('orders').addResource('{id}');
    orders.addMethod('POST', rest.StepFunctionsIntegration.startExecution(stateMachine));
    tell(stack, 'Url', api.url);
  });

  expect(await post(`${Url}?q=1`, { name: 'ann' }, { 'x-mine': 'a' })).toMatchObject({
    status: 200,
    body: {
      body: { name: 'ann' },
      path: {},
      querystring: { q: '1' },
      header: { 'x-mine': 'a' },
      requestContext: { stage: 'prod', httpMethod: 'POST', resourcePath: '/' },
    },
  });
  expect(await post(`${Url}orders/7`, {})).toEqual({
    status: 200,
    body: { body: {}, path: { id: '7' }, querystring: {} },
  });
  expect(await post(`${Url}`, { fail: true })).toEqual({ status: 500, body: { error: 'E', cause: 'bad luck' } });
});

/** Methods that call the actions of Step Functions themselves. */
function actions(stack: Stack): void {
  const standard = machineOf(stack, 'Standard', new sfn.Pass(stack, 'A', { resultPath: '$.r' }));
  const express = machineOf(stack, 'Express', new sfn.Pass(stack, 'B'), { stateMachineType });
  const credentialsRole = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
  standard.grantStartExecution(credentialsRole);
  standard.grantRead(credentialsRole);
  express.grantStartSyncExecution(credentialsRole);
  const api = new rest.RestApi(stack, 'Api', { deployOptions: { stageName: 'dev' } });
  const methodResponses = [{ statusCode: '202' }, { statusCode: '400' }];
  const add = (path: string, action: string, request: string, response: string) => {
    const integration = new rest.AwsIntegration({
      service: 'states',
      action,
      options: {
        credentialsRole,
        passthroughBehavior: rest.PassthroughBehavior.NEVER,
        requestTemplates: { 'application/json': request },
        integrationResponses: [
          { selectionPattern: '200', statusCode: '202', responseTemplates: { 'application/json': response } },
          { selectionPattern: '4\\d{2}', statusCode: '400' },
        ],
      },
    });
    api.root.addResource(path).addMethod('POST', integration, { methodResponses });
  };
  const input = "$util.escapeJavaScript($input.json('$'))";
  const arn = `{"arn": "$util.escapeJavaScript($input.path('$.executionArn'))"}`;
  add('start', 'StartExecution', `{"stateMachineArn":"${standard.stateMachineArn}","input":"${input}"}`, arn);
  const name = `#set($in = $input.path('$')){"stateMachineArn":"${standard.stateMachineArn}","name":"$in.id"}`;
  add('named', 'StartExecution', name, arn);
  const sync = `{"stateMachineArn":"${express.stateMachineArn}","input":"${input}"}`;
  add('sync', 'StartSyncExecution', sync, "$input.path('$.output')");
  const describe = `{"executionArn":"$util.escapeJavaScript($input.path('$.arn'))"}`;
  add('status', 'DescribeExecution', describe, `{"status":"$input.path('$.status')"}`);
  tell(stack, 'Url', api.url);
}

test('methods of a REST API call StartExecution, StartSyncExecution and DescribeExecution', async () => {
  const { Url } = await deployApp(target, actions);

  const started = await post(`${Url}start`, { x: 'a "b"' });
  expect(started.status).toBe(202);
  expect((await outcomeOf(target, started.body.arn as string)).output).toEqual({ x: 'a "b"', r: { x: 'a "b"' } });
  expect(await post(`${Url}status`, started.body)).toEqual({ status: 202, body: { status: 'SUCCEEDED' } });
  expect((await post(`${Url}named`, { id: 'one' })).body.arn).toMatch(/:one$/);
  expect((await post(`${Url}named`, { id: 'a b' })).status).toBe(400);
  expect(await post(`${Url}sync`, { y: [1] })).toEqual({ status: 202, body: { y: [1] } });
});

test('routes of an HTTP API start, run and stop executions', { timeout: 120_000 }, async () => {
  const { Url } = await deployApp(target, (stack) => {
    const waits = new sfn.Wait(stack, 'Long', { time: sfn.WaitTime.duration(Duration.days(1)) });
    const standard = machineOf(stack, 'Standard', waits);
    const destination = new LogGroup(stack, 'Log', { logGroupName: 'express' });
    const express = machineOf(stack, 'Express', new sfn.Pass(stack, 'A', { result: sfn.Result.fromNumber(7) }), {
      stateMachineType,
      tracingEnabled: true,
      logs: { destination, level: sfn.LogLevel.ALL, includeExecutionData: true },
    });
    const api = new HttpApi(stack, 'Api');
    const add = (path: string, stateMachine: sfn.StateMachine, subtype: HttpIntegrationSubtype, mapped?: object) => {
      const parameters = Object.entries(mapped ?? {}) as [string, string][];
      const parameterMapping = parameters.reduce((all, [n, v]) => all.custom(n, v), new ParameterMapping());
      const given = mapped ? { parameterMapping } : {};
      const integration = new HttpStepFunctionsIntegration(path, { stateMachine, subtype, ...given });
      api.addRoutes({ path: `/${path}`, methods: [HttpMethod.POST], integration });
    };
    add('start', standard, HttpIntegrationSubtype.STEPFUNCTIONS_START_EXECUTION, {
      StateMachineArn: standard.stateMachineArn,
      Input: '$request.body.order',
      Name: '$request.header.x-name',
    });
    add('sync', express, HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION);
    add('stop', standard, HttpIntegrationSubtype.STEPFUNCTIONS_STOP_EXECUTION, {
      ExecutionArn: '$request.querystring.arn',
      Cause: 'asked',
    });
    tell(stack, 'Url', api.url ?? '');
  });

  const started = await post(`${Url}start`, { order: { id: 1 } }, { 'x-name': 'given' });
  const executionArn = started.body.executionArn as string;
  expect((await post(`${Url}stop?arn=${encodeURIComponent(executionArn)}`, {})).status).toBe(200);
  const described = await target.client(SFNClient).send(new DescribeExecutionCommand({ executionArn }));
  expect(described).toMatchObject({ name: 'given', input: '{"id":1}', status: 'ABORTED', cause: 'asked' });

  expect(await post(`${Url}sync`, {})).toMatchObject({ status: 200, body: { status: 'SUCCEEDED', output: '7' } });
  const logs = target.client(CloudWatchLogsClient);
  const types = async () => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: 'express' }));
    return events.map(({ message = '' }) => (JSON.parse(message) as { type: string }).type);
  };
  await expect
    .poll(types, { timeout: 15_000 })
    .toEqual(['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']);
});
