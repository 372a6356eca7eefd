import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2';
import { EventBridgeClient, PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { PipesClient } from '@aws-sdk/client-pipes';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeServiceApi, makeStage } from '../apigateway/service-api.ts';
import { useCloud } from '../cloud.ts';
import { makePipe, send } from '../pipes/make-pipe.ts';
import { create, makeRole } from '../scheduler/scheduling.ts';
import { makeMachine } from './machines.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const role = 'arn:aws:iam::000000000000:role/caller';
const echo = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } };
const refuse = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Refused', Cause: 'c' } } };

describe('an execution is started', () => {
  let queueUrl: string;
  let recorder: string;
  beforeEach(async () => {
    const created = await target.client(SQSClient).send(new CreateQueueCommand({ QueueName: 'inputs' }));
    queueUrl = created.QueueUrl ?? '';
    recorder = await makeMachine(target, {
      QueryLanguage: 'JSONPath',
      StartAt: 'Tell',
      States: {
        Tell: {
          Type: 'Task',
          Resource: 'arn:aws:states:::aws-sdk:sqs:sendMessage',
          Parameters: { QueueUrl: queueUrl, MessageBody: 'started' },
          End: true,
        },
      },
    });
  });
  /** What executions of the recorder have told. */
  const started = async () => {
    await target.cloud.clock.advance('1s');
    const { Messages = [] } = await target.client(SQSClient).send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
    return Messages.map(({ Body }) => Body);
  };

  it('by a rule', async () => {
    const events = target.client(EventBridgeClient);
    await events.send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["shop"]}' }));
    await events.send(new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: 'm', Arn: recorder, RoleArn: role }] }));

    await events.send(new PutEventsCommand({ Entries: [{ Source: 'shop', DetailType: 'sold', Detail: '{}' }] }));

    await expect.poll(started).toEqual(['started']);
  });

  it('by a schedule', async () => {
    await makeRole(target);
    const RoleArn = 'arn:aws:iam::000000000000:role/scheduling';
    await create(target, { Target: { Arn: recorder, RoleArn, Input: '{}' } });

    await target.cloud.clock.advance('5m');

    await expect.poll(started).toEqual(['started']);
  });

  it('by a pipe', async () => {
    const sqs = target.client(SQSClient);
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'source' }));
    await makePipe(target.client(PipesClient), {
      Target: recorder,
      TargetParameters: { StepFunctionStateMachineParameters: { InvocationType: 'FIRE_AND_FORGET' } },
    });

    await send(sqs, QueueUrl, 'm');

    await expect.poll(started).toEqual(['started']);
  });
});

describe('the end of an express execution is waited for', () => {
  it('by a pipe’s enrichment', async () => {
    const sqs = target.client(SQSClient);
    const [source = '', enriched = ''] = await Promise.all(
      ['source', 'target'].map(async (QueueName) => (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl),
    );
    const answer = { StartAt: 'A', States: { A: { Type: 'Pass', Result: [{ enriched: true }], End: true } } };
    await makePipe(target.client(PipesClient), { Enrichment: await makeMachine(target, answer, { type: 'EXPRESS' }) });

    await send(sqs, source, 'm');

    const received = async () => {
      await target.cloud.clock.advance('1s');
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: enriched }));
      return Messages.map(({ Body }) => Body);
    };
    await expect.poll(received).toEqual(['{"enriched":true}']);
  });

  it('by a REST API', async () => {
    const apis = target.client(APIGatewayClient);
    const stateMachineArn = await makeMachine(target, echo, { type: 'EXPRESS' });
    const template = `{"stateMachineArn":"${stateMachineArn}","input":"$util.escapeJavaScript($input.json('$'))"}`;
    const api = await makeServiceApi(apis, [
      {
        path: '/quotes',
        verb: 'POST',
        service: 'states:action/StartSyncExecution',
        integration: { requestTemplates: { 'application/json': template } },
      },
    ]);
    const url = await makeStage(apis, api, target.cloud.endpoint);

    const response = await post(`${url}/quotes`, '{"items":2}');

    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({
        status: 'SUCCEEDED',
        output: '{"items":2}',
        startDate: expect.any(Number),
        billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
      }),
    ]);
  });

  it('by an HTTP API', async () => {
    const apis = target.client(ApiGatewayV2Client);
    const { ApiId } = await apis.send(new CreateApiCommand({ Name: 'quotes', ProtocolType: 'HTTP' }));
    const StateMachineArn = await makeMachine(target, refuse, { type: 'EXPRESS' });
    const { IntegrationId } = await apis.send(
      new CreateIntegrationCommand({
        ApiId,
        IntegrationType: 'AWS_PROXY',
        IntegrationSubtype: 'StepFunctions-StartSyncExecution',
        CredentialsArn: role,
        PayloadFormatVersion: '1.0',
        RequestParameters: { StateMachineArn, Input: '$request.body' },
      }),
    );
    await apis.send(new CreateRouteCommand({ ApiId, RouteKey: 'POST /', Target: `integrations/${IntegrationId}` }));
    await apis.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }));

    const response = await post(`${target.cloud.endpoint}/_aws/execute-api/${ApiId}/_`, '{"items":2}');

    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ status: 'FAILED', error: 'Refused', cause: 'c', input: '{"items":2}' }),
    ]);
  });
});

const post = (url: string, body: string) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
