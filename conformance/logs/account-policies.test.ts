import { gunzipSync } from 'node:zlib';
import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { AddPermissionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { makeFunction } from '../lambda/make-function.ts';

const target = useCloud();
const policyName = 'errors';
const DestinationArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const document = JSON.stringify({ DestinationArn, FilterPattern: 'ERROR', Distribution: 'Random' });
const selectionCriteria = 'LogGroupName NOT IN ["/aws/lambda/f", "quiet"]';
let client: Logs.CloudWatchLogsClient;
beforeEach(() => {
  client = target.client(Logs.CloudWatchLogsClient);
});

const put = (more: Partial<Logs.PutAccountPolicyRequest> = {}) =>
  client.send(
    new Logs.PutAccountPolicyCommand({
      policyName,
      policyType: 'SUBSCRIPTION_FILTER_POLICY',
      policyDocument: document,
      scope: 'ALL',
      selectionCriteria,
      ...more,
    }),
  );

const list = async (policyType: Logs.PolicyType, name?: string) => {
  const command = new Logs.DescribeAccountPoliciesCommand({ policyType, policyName: name });
  return (await client.send(command)).accountPolicies;
};

const makeReceiver = async () => {
  const lambda = target.client(LambdaClient);
  await makeFunction(lambda, 'exports.handler = async (event) => { console.log(JSON.stringify(event)); };');
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'f',
      StatementId: 'logs',
      Action: 'lambda:InvokeFunction',
      Principal: 'logs.amazonaws.com',
      SourceArn: 'arn:aws:logs:us-east-1:000000000000:log-group:*',
    }),
  );
};

const write = async (logGroupName: string, message: string) => {
  const names = { logGroupName, logStreamName: 'one' };
  await client.send(new Logs.CreateLogGroupCommand({ logGroupName }));
  await client.send(new Logs.CreateLogStreamCommand(names));
  await client.send(new Logs.PutLogEventsCommand({ ...names, logEvents: [{ timestamp: Date.now(), message }] }));
};

const received = async () => {
  const input = { logGroupName: '/aws/lambda/f', filterPattern: 'awslogs' };
  const { events = [] } = await client.send(new Logs.FilterLogEventsCommand(input));
  return events.map(({ message = '' }) => {
    const { awslogs } = JSON.parse(message.slice(message.indexOf('{'))) as { awslogs: { data: string } };
    return JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString()) as object;
  });
};

describe('account policies', () => {
  it('PutAccountPolicy › subscribes to all groups but those that are left out', async () => {
    await makeReceiver();
    const { accountPolicy } = await put();

    await write('quiet', 'ERROR not told');
    await write('/app/api', 'INFO not told');
    await write('/app/other', 'ERROR told');

    await expect.poll(() => received().catch(() => []), { timeout: 10_000 }).toHaveLength(1);
    expect(await received()).toMatchObject([
      { logGroup: '/app/other', subscriptionFilters: [policyName], logEvents: [{ message: 'ERROR told' }] },
    ]);
    expect(accountPolicy).toEqual({
      policyName,
      policyDocument: document,
      policyType: 'SUBSCRIPTION_FILTER_POLICY',
      scope: 'ALL',
      selectionCriteria,
      accountId: '000000000000',
      lastUpdatedTime: expect.any(Number),
    });
    expect(await list('SUBSCRIPTION_FILTER_POLICY')).toEqual([accountPolicy]);
  });

  it('PutAccountPolicy › takes one subscription of an account, that can be read and delivered', async () => {
    await expect(put()).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringContaining('Could not execute the lambda function.'),
    });
    await makeReceiver();
    await put();
    await put({ policyDocument: JSON.stringify({ DestinationArn, FilterPattern: '' }) });

    await expect(put({ policyName: 'another' })).rejects.toMatchObject({ name: 'LimitExceededException' });
    for (const wrong of [
      { policyDocument: 'no JSON' },
      { policyDocument: JSON.stringify({ DestinationArn, Distribution: 'Odd' }) },
      { selectionCriteria: 'LogGroupName IN ["a"]' },
    ]) {
      await expect(put(wrong)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
    const odd = { policyType: 'ODD' as Logs.PolicyType };
    await expect(put(odd)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('keeps policies of data protection and field indexes, each type for itself', async () => {
    const policyDocument = JSON.stringify({ Fields: ['requestId'] });
    await put({ policyType: 'FIELD_INDEX_POLICY', policyDocument, selectionCriteria: undefined });
    await put({ policyType: 'DATA_PROTECTION_POLICY', policyDocument: '{}', selectionCriteria: undefined });

    expect(await list('FIELD_INDEX_POLICY')).toMatchObject([{ policyName, policyDocument }]);
    expect(await list('DATA_PROTECTION_POLICY', policyName)).toMatchObject([{ policyDocument: '{}' }]);
    expect(await list('SUBSCRIPTION_FILTER_POLICY')).toEqual([]);
    await expect(list('FIELD_INDEX_POLICY', 'none')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(put({ policyType: 'TRANSFORMER_POLICY' })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
    });
  });

  it('DeleteAccountPolicy › ends it, once', async () => {
    const one = { policyName, policyType: 'FIELD_INDEX_POLICY' as const };
    await put({ ...one, policyDocument: JSON.stringify({ Fields: ['requestId'] }), selectionCriteria: undefined });

    await client.send(new Logs.DeleteAccountPolicyCommand(one));

    expect(await list('FIELD_INDEX_POLICY')).toEqual([]);
    await expect(client.send(new Logs.DeleteAccountPolicyCommand(one))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('AWS::Logs::AccountPolicy › makes and deletes one', async () => {
    const cfn = target.client(CloudFormationClient);
    const Properties = {
      PolicyName: 'indexes',
      PolicyType: 'FIELD_INDEX_POLICY',
      PolicyDocument: JSON.stringify({ Fields: ['requestId'] }),
    };
    const TemplateBody = JSON.stringify({ Resources: { P: { Type: 'AWS::Logs::AccountPolicy', Properties } } });
    await cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody }));
    const made = await list('FIELD_INDEX_POLICY');

    await cfn.send(new DeleteStackCommand({ StackName: 's' }));

    expect(made).toMatchObject([{ policyName: 'indexes' }]);
    expect(await list('FIELD_INDEX_POLICY')).toEqual([]);
  });
});
