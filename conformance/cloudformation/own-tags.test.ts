import { CloudFormationClient, CreateStackCommand, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { DescribeTableCommand, DynamoDBClient, ListTagsOfResourceCommand } from '@aws-sdk/client-dynamodb';
import { GetUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();

const Resources = {
  Table: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    },
  },
  User: { Type: 'AWS::IAM::User', Properties: { UserName: 'reader' } },
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'ALLOW', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    },
  },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'f',
      Code: { ZipFile: 'exports.handler = async () => 1' },
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    },
  },
  Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
};

it('hides CloudFormation’s own tags where AWS keeps them to itself, and no others', async () => {
  const cfn = target.client(CloudFormationClient);
  const lambda = target.client(LambdaClient);
  const dynamodb = target.client(DynamoDBClient);
  await cfn.send(
    new CreateStackCommand({
      StackName: 's',
      TemplateBody: JSON.stringify({ Resources }),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Tags: [{ Key: 'team', Value: 'blue' }],
    }),
  );
  const named = { StackName: 's', LogicalResourceId: 'Version' };
  const { StackResourceDetail } = await cfn.send(new DescribeStackResourceCommand(named));
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'orders' }));

  const table = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: Table?.TableArn }));
  const user = await target.client(IAMClient).send(new GetUserCommand({ UserName: 'reader' }));
  const version = await lambda.send(new GetFunctionCommand({ FunctionName: StackResourceDetail?.PhysicalResourceId }));
  const latest = await lambda.send(new GetFunctionCommand({ FunctionName: 'f' }));

  expect(table.Tags).toEqual([{ Key: 'team', Value: 'blue' }]);
  expect(user.User?.Tags).toEqual([{ Key: 'team', Value: 'blue' }]);
  expect(version.Tags).toEqual({ team: 'blue' });
  expect(latest.Tags).toMatchObject({ team: 'blue', 'aws:cloudformation:stack-name': 's' });
});
