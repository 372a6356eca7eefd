import {
  CloudFormationClient,
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStacksCommand,
  UpdateStackCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();

const yaml = (size: string) => `
Parameters:
  Stage: { Type: AWS::SSM::Parameter::Value<String>, Default: /stage }
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: pk, AttributeType: S }]
      KeySchema: [{ AttributeName: pk, KeyType: HASH }]
  Name:
    Type: AWS::SSM::Parameter
    Properties: { Type: String, Name: /out, Value: !Sub '\${Stage} \${Table} ${size}' }
Outputs:
  Arn: { Value: !GetAtt Table.Arn, Export: { Name: !Sub '\${AWS::StackName}-arn' } }
`;

async function createdStack() {
  const cfn = target.client(CloudFormationClient);
  const ssm = target.client(SSMClient);
  await ssm.send(new PutParameterCommand({ Name: '/stage', Value: 'beta', Type: 'String' }));
  const { StackId } = await cfn.send(new CreateStackCommand({ StackName: 'orders', TemplateBody: yaml('small') }));
  return { cfn, ssm, StackId };
}

describe('Stacks', () => {
  it('CreateStack › makes real resources and answers with outputs and resolved parameters', async () => {
    const { cfn, ssm } = await createdStack();

    await waitUntilStackCreateComplete({ client: cfn, maxWaitTime: 60 }, { StackName: 'orders' });
    const { Stacks } = await cfn.send(new DescribeStacksCommand({ StackName: 'orders' }));
    const { StackResources } = await cfn.send(
      new DescribeStackResourcesCommand({ StackName: 'orders', LogicalResourceId: 'Table' }),
    );
    const tableName = StackResources?.[0]?.PhysicalResourceId;
    const { Table } = await target.client(DynamoDBClient).send(new DescribeTableCommand({ TableName: tableName }));
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/out' }));

    expect(tableName).toMatch(/^orders-Table-[A-Z0-9]{12}$/);
    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(Parameter?.Value).toBe(`beta ${tableName} small`);
    expect(Stacks?.[0]).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Parameters: [{ ParameterKey: 'Stage', ParameterValue: '/stage', ResolvedValue: 'beta' }],
      Outputs: [{ OutputKey: 'Arn', OutputValue: Table?.TableArn, ExportName: 'orders-arn' }],
    });
  });

  it('UpdateStack › changes what the new template changes, and says when it changes nothing', async () => {
    const { cfn, ssm } = await createdStack();

    await cfn.send(new UpdateStackCommand({ StackName: 'orders', TemplateBody: yaml('large') }));
    const again = cfn.send(new UpdateStackCommand({ StackName: 'orders', TemplateBody: yaml('large') }));

    await expect(again).rejects.toMatchObject({ name: 'ValidationError', message: 'No updates are to be performed.' });
    expect((await ssm.send(new GetParameterCommand({ Name: '/out' }))).Parameter?.Value).toMatch(/large$/);
    expect((await cfn.send(new GetTemplateCommand({ StackName: 'orders' }))).TemplateBody).toBe(yaml('large'));
  });

  it('DescribeStackEvents › lists the newest first', async () => {
    const { cfn } = await createdStack();

    const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName: 'orders' }));

    expect(StackEvents?.[0]).toMatchObject({
      ResourceType: 'AWS::CloudFormation::Stack',
      ResourceStatus: 'CREATE_COMPLETE',
    });
    expect(StackEvents?.at(-1)).toMatchObject({
      ResourceStatus: 'CREATE_IN_PROGRESS',
      ResourceStatusReason: 'User Initiated',
    });
    const times = StackEvents?.map(({ Timestamp }) => Timestamp?.getTime() ?? 0) ?? [];
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('DescribeStackEvents › tells the properties of a resource from its first event on', async () => {
    const { cfn } = await createdStack();
    await cfn.send(new UpdateStackCommand({ StackName: 'orders', TemplateBody: yaml('large') }));

    const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName: 'orders' }));
    const told = StackEvents?.filter(({ LogicalResourceId }) => LogicalResourceId === 'Name').map(
      ({ ResourceStatus, ResourceProperties = '' }) =>
        `${ResourceStatus} ${/small|large/.exec(ResourceProperties)?.[0]}`,
    );

    expect(told?.reverse()).toEqual([
      'CREATE_IN_PROGRESS small',
      'CREATE_IN_PROGRESS small',
      'CREATE_COMPLETE small',
      'UPDATE_IN_PROGRESS large',
      'UPDATE_COMPLETE large',
    ]);
  });

  it('CreateStack › refuses a capability that there is not', async () => {
    const cfn = target.client(CloudFormationClient);
    const Capabilities = ['CAPABILITY_ALL' as never];

    const refused = cfn.send(new CreateStackCommand({ StackName: 's', TemplateBody: yaml('x'), Capabilities }));

    await expect(refused).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining("Value '[CAPABILITY_ALL]' at 'capabilities' failed to satisfy constraint"),
    });
  });

  it('DescribeStackEvents › tells apart a deployment, its rollback and what came before by OperationId', async () => {
    const { cfn } = await createdStack();
    const refused = yaml('large').replace(
      'Outputs:',
      '  Bad: { Type: AWS::SSM::Parameter, Properties: { Type: Nothing, Value: b } }\nOutputs:',
    );

    await cfn.send(new UpdateStackCommand({ StackName: 'orders', TemplateBody: refused }));
    const { StackEvents = [] } = await cfn.send(new DescribeStackEventsCommand({ StackName: 'orders' }));
    const failed = StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    const { OperationEvents } = await cfn.send(
      new DescribeEventsCommand({ OperationId: failed?.OperationId, Filters: { FailedEvents: true } }),
    );

    expect(new Set(StackEvents.map(({ OperationId }) => OperationId)).size).toBe(3);
    expect(StackEvents[0]?.OperationId).not.toBe(failed?.OperationId);
    expect(OperationEvents?.map(({ LogicalResourceId }) => LogicalResourceId)).toContain('Bad');
  });

  it('DeleteStack › takes the resources with it; the stack is found by its id alone', async () => {
    const { cfn, ssm, StackId } = await createdStack();

    await cfn.send(new DeleteStackCommand({ StackName: 'orders' }));
    await waitUntilStackDeleteComplete({ client: cfn, maxWaitTime: 60 }, { StackName: 'orders' });

    await expect(ssm.send(new GetParameterCommand({ Name: '/out' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
    await expect(cfn.send(new DescribeStacksCommand({ StackName: 'orders' }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Stack with id orders does not exist',
    });
    expect((await cfn.send(new DescribeStacksCommand({ StackName: StackId }))).Stacks?.[0]?.StackStatus).toBe(
      'DELETE_COMPLETE',
    );
    expect(
      (await cfn.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }))).StackSummaries,
    ).toHaveLength(1);
  });

  it('CreateStack › rolls back when a service refuses, with its words as the reason', async () => {
    const cfn = target.client(CloudFormationClient);
    const Resources = {
      First: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/first', Type: 'String', Value: 'x' } },
      Table: {
        Type: 'AWS::DynamoDB::Table',
        DependsOn: 'First',
        Properties: {
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
          AttributeDefinitions: [],
          BillingMode: 'PAY_PER_REQUEST',
        },
      },
    };

    await cfn.send(new CreateStackCommand({ StackName: 'bad', TemplateBody: JSON.stringify({ Resources }) }));

    expect((await cfn.send(new DescribeStacksCommand({ StackName: 'bad' }))).Stacks?.[0]?.StackStatus).toBe(
      'ROLLBACK_COMPLETE',
    );
    const { StackEvents } = await cfn.send(new DescribeStackEventsCommand({ StackName: 'bad' }));
    const failed = StackEvents?.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
    expect(failed?.ResourceStatusReason).toMatch(
      /^Resource handler returned message: ".*HandlerErrorCode: InvalidRequest\)$/,
    );
    await expect(target.client(SSMClient).send(new GetParameterCommand({ Name: '/first' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
  });

  it.each([
    [
      { StackName: '1bad', TemplateBody: '{}' },
      "1 validation error detected: Value '1bad' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*",
    ],
    [{ StackName: 's' }, 'Either Template URL or Template Body must be specified.'],
    [{ StackName: 's', TemplateBody: '{}' }, 'Template format error: At least one Resources member must be defined.'],
    [
      { StackName: 's', TemplateBody: '{"Resources":{"A":{"Type":"AWS::IAM::Role"}}}' },
      'Requires capabilities : [CAPABILITY_IAM]',
    ],
    [{ StackName: 's', TemplateURL: 'https://nowhere.s3.amazonaws.com/k' }, /^S3 error: /],
    [
      {
        StackName: 's',
        Capabilities: ['CAPABILITY_AUTO_EXPAND'],
        TemplateBody:
          '{"Transform":"AWS::CodeDeployBlueGreen","Globals":{},"Resources":{"A":{"Type":"AWS::SSM::Parameter"}}}',
      },
      'Squall does not emulate the transform AWS::CodeDeployBlueGreen.',
    ],
  ] satisfies [CreateStackCommandInput, string | RegExp][])(
    'CreateStack › validation › refuses %j',
    async (input, message) => {
      const cfn = target.client(CloudFormationClient);

      await expect(cfn.send(new CreateStackCommand(input))).rejects.toMatchObject({
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      });
      expect((await cfn.send(new DescribeStacksCommand({}))).Stacks).toEqual([]);
    },
  );
});
