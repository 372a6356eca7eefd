import * as Cfn from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';

const target = useCloud();
let client: Cfn.CloudFormationClient;
beforeEach(() => {
  client = target.client(Cfn.CloudFormationClient);
});

const StackName = 'notes';

/** A note that comes by an API or a queue is stored; the table is the function's only resource. */
const code = `
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const database = new DynamoDBClient({});
const store = (id, text) => database.send(new PutItemCommand({
  TableName: process.env.TABLE, Item: { id: { S: id }, text: { S: text } },
}));
exports.handler = async (event) => {
  for (const { messageId, body } of event.Records ?? []) await store(messageId, body);
  if (event.pathParameters) await store(event.pathParameters.id, event.body ?? '');
  return { statusCode: 200, body: process.env.STAGE };
};`;

const indented = (text: string, blanks: number) =>
  text
    .split('\n')
    .map((line) => ' '.repeat(blanks) + line)
    .join('\n');

const template = (stage: string) => `
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String, Default: ${stage} }
Globals:
  Function:
    Runtime: nodejs22.x
    Handler: index.handler
    Timeout: 10
    Environment: { Variables: { TABLE: !Ref Notes, STAGE: !Ref Stage } }
Resources:
  Notes: { Type: AWS::Serverless::SimpleTable }
  Inbox: { Type: AWS::SQS::Queue }
  Store:
    Type: AWS::Serverless::Function
    Properties:
      AutoPublishAlias: live
      Policies: [{ DynamoDBCrudPolicy: { TableName: !Ref Notes } }]
      Events:
        Rest: { Type: Api, Properties: { Path: '/notes/{id}', Method: put } }
        Http: { Type: HttpApi, Properties: { Path: '/notes/{id}', Method: put } }
        Queue: { Type: SQS, Properties: { Queue: !GetAtt Inbox.Arn, BatchSize: 1 } }
        Nightly: { Type: Schedule, Properties: { Schedule: rate(1 day) } }
      InlineCode: |
${indented(`// ${stage}: new code is a new version for the alias${code}`, 8)}
Outputs:
  Rest: { Value: !Sub 'https://\${ServerlessRestApi}.execute-api.\${AWS::Region}.amazonaws.com/Prod' }
  Http: { Value: !Sub 'https://\${ServerlessHttpApi}.execute-api.\${AWS::Region}.amazonaws.com' }
  Alias: { Value: !Ref Store.Alias }
  Table: { Value: !Ref Notes }
`;

/** As `sam deploy` does it: a change set, in which the transform has been applied. */
async function deploy(TemplateBody: string, ChangeSetType: Cfn.ChangeSetType): Promise<Record<string, string>> {
  const ChangeSetName = `changes-${ChangeSetType.toLowerCase()}`;
  const names = { StackName, ChangeSetName };
  await client.send(
    new Cfn.CreateChangeSetCommand({ ...names, ChangeSetType, TemplateBody, Capabilities: ['CAPABILITY_IAM'] }),
  );
  await Cfn.waitUntilChangeSetCreateComplete({ client, minDelay: 1, maxWaitTime: 30 }, names);
  await client.send(new Cfn.ExecuteChangeSetCommand(names));
  const wait = ChangeSetType === 'CREATE' ? Cfn.waitUntilStackCreateComplete : Cfn.waitUntilStackUpdateComplete;
  await wait({ client, minDelay: 1, maxWaitTime: 60 }, { StackName });
  const { Stacks } = await client.send(new Cfn.DescribeStacksCommand({ StackName }));
  return Object.fromEntries(Stacks?.[0]?.Outputs?.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]) ?? []);
}

describe('a SAM template', () => {
  it('is deployed, answers by its APIs and its queue, and is updated', { timeout: 60_000 }, async () => {
    const outputs = await deploy(template('beta'), 'CREATE');
    const lambda = target.client(LambdaClient);
    const table = outputs.Table ?? '';
    const stored = async (id: string) =>
      (await target.client(DynamoDBClient).send(new GetItemCommand({ TableName: table, Key: { id: { S: id } } }))).Item
        ?.text?.S;

    for (const api of ['Rest', 'Http']) {
      const answer = await fetch(`${outputs[api]}/notes/${api}`, { method: 'PUT', body: `by ${api}` });

      expect([answer.status, await answer.text()]).toEqual([200, 'beta']);
      expect(await stored(api)).toBe(`by ${api}`);
    }
    const mappings = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: outputs.Alias ?? '' }));
    expect(mappings.EventSourceMappings).toMatchObject([{ BatchSize: 1, State: 'Enabled' }]);

    await deploy(template('prod'), 'UPDATE');
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: outputs.Alias ?? '', Payload: '{}' }));

    expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toMatchObject({ body: 'prod' });
  });

  it('is told as it was written, and as it was processed', async () => {
    await deploy(template('beta'), 'CREATE');
    const read = async (TemplateStage: Cfn.TemplateStage) =>
      (await client.send(new Cfn.GetTemplateCommand({ StackName, TemplateStage }))).TemplateBody ?? '';

    expect(await read('Original')).toBe(template('beta'));
    const processed = await read('Processed');
    expect(Object.keys(JSON.parse(processed).Resources)).toEqual(
      expect.arrayContaining(['StoreRole', 'StoreAliaslive', 'ServerlessRestApiProdStage', 'StoreQueue']),
    );
  });

  it('has addresses of nested templates told as those of AWS, which is what `sam delete` takes', async () => {
    const TemplateBody = (address: string) =>
      JSON.stringify({
        Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } },
        Resources: {
          Here: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: target.cloud.endpoint } },
          Child: {
            Type: 'AWS::CloudFormation::Stack',
            Condition: 'Never',
            Properties: { TemplateURL: `${address}/artifacts/child.template` },
          },
        },
      });
    await client.send(
      new Cfn.CreateStackCommand({ StackName: 'parent', TemplateBody: TemplateBody(target.cloud.endpoint) }),
    );

    const told = await client.send(new Cfn.GetTemplateCommand({ StackName: 'parent' }));
    expect(told.TemplateBody).toBe(TemplateBody('https://s3.us-east-1.amazonaws.com'));
  });

  it('that is wrong has all of it told at once', async () => {
    const names = { StackName, ChangeSetName: 'wrong' };
    const wrong = {
      Transform: 'AWS::Serverless-2016-10-31',
      Resources: {
        A: { Type: 'AWS::Serverless::SimpleTable', Properties: { PrimaryKey: { Name: 'id', Type: 'Text' } } },
        B: { Type: 'AWS::Serverless::Function', Properties: { Runtime: 'nodejs22.x', Nonsense: 1 } },
      },
    };
    await client.send(
      new Cfn.CreateChangeSetCommand({ ...names, ChangeSetType: 'CREATE', TemplateBody: JSON.stringify(wrong) }),
    );

    await expect
      .poll(() => client.send(new Cfn.DescribeChangeSetCommand(names)))
      .toMatchObject({
        Status: 'FAILED',
        StatusReason:
          'Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 2. Resource with id [B] is invalid. property Nonsense not defined for resource of type AWS::Serverless::Function Resource with id [A] is invalid. Invalid \'Type\' "Text".',
      });
  });

  it.each([
    ['nobody allowed its roles', [], 'Requires capabilities : [CAPABILITY_IAM]'],
    ['its types are not emulated', ['CAPABILITY_IAM'], 'Squall does not emulate AWS::IoT::TopicRule'],
  ] satisfies [string, Cfn.Capability[], string][])(
    'fails, and can be read as processed, when %s',
    async (_, Capabilities, reason) => {
      const names = { StackName, ChangeSetName: 'refused' };
      const refused = {
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: {
          F: {
            Type: 'AWS::Serverless::Function',
            Properties: {
              Runtime: 'nodejs22.x',
              Handler: 'index.handler',
              InlineCode: 'exports.handler = async () => 1;',
              Events: { Thing: { Type: 'IoTRule', Properties: { Sql: 'SELECT * FROM topic' } } },
            },
          },
        },
      };
      await client.send(
        new Cfn.CreateChangeSetCommand({
          ...names,
          ChangeSetType: 'CREATE',
          TemplateBody: JSON.stringify(refused),
          Capabilities,
        }),
      );
      const { Status, StatusReason } = await client.send(new Cfn.DescribeChangeSetCommand(names));
      const { TemplateBody = '' } = await client.send(
        new Cfn.GetTemplateCommand({ ...names, TemplateStage: 'Processed' }),
      );

      expect([Status, StatusReason]).toEqual(['FAILED', expect.stringContaining(reason)]);
      expect(Object.keys(JSON.parse(TemplateBody).Resources).sort()).toEqual([
        'F',
        'FRole',
        'FThing',
        'FThingPermission',
      ]);
    },
  );

  it('is made of loops, whose values events see', async () => {
    const looped = {
      Transform: ['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31'],
      Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'One,Two' } },
      Resources: {
        'Fn::ForEach::Functions': [
          'Name',
          { Ref: 'Names' },
          {
            'Answer${Name}': {
              Type: 'AWS::Serverless::Function',
              Properties: {
                Runtime: 'nodejs22.x',
                Handler: 'index.handler',
                InlineCode: 'exports.handler = async () => process.env.NAME;',
                Environment: { Variables: { NAME: { Ref: 'Name' }, COUNT: { 'Fn::Length': { Ref: 'Names' } } } },
                Events: { Get: { Type: 'HttpApi', Properties: { Path: { 'Fn::Sub': '/${Name}' }, Method: 'get' } } },
              },
            },
          },
        ],
      },
      Outputs: {
        Http: { Value: { 'Fn::Sub': 'https://${ServerlessHttpApi}.execute-api.${AWS::Region}.amazonaws.com' } },
      },
    };
    const { Http } = await deploy(JSON.stringify(looped), 'CREATE');

    const answers = await Promise.all(['One', 'Two'].map(async (name) => (await fetch(`${Http}/${name}`)).text()));
    expect(answers).toEqual(['One', 'Two']);
  });
});
