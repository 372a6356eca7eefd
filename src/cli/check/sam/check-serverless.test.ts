import { expect, it } from 'vitest';
import { assertTransformsEmulated } from '../../../cloud/services/cloudformation/engine/transforms/apply-transforms.ts';
import { checkFiles, linesOf } from '../testing/check-files.ts';

const transform = 'Transform: AWS::Serverless-2016-10-31\n';

/** Without what is said of the transform itself, which is as good for every template. */
const said = async (template: string, without?: string): Promise<string[]> =>
  linesOf(await checkFiles({ 'template.yaml': transform + template }), without).filter(
    (line) => !/ (?:emulated|refused) Transform AWS::Serverless/.test(line),
  );

it('functions, tables, APIs and events are judged by what the transform makes of them', async () => {
  const template = `Resources:
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: index.handler
      Runtime: nodejs24.x
      FunctionUrlConfig: { AuthType: NONE }
      Events:
        Get: { Type: Api, Properties: { Path: /, Method: get } }
        Queue: { Type: SQS, Properties: { Queue: !GetAtt Q.Arn } }
        Stream: { Type: DynamoDB, Properties: { Stream: !GetAtt Kept.StreamArn, StartingPosition: LATEST } }
        Daily: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(1 day) } }
  Table: { Type: 'AWS::Serverless::SimpleTable', Properties: { PrimaryKey: { Name: id, Type: String } } }
  Api: { Type: 'AWS::Serverless::HttpApi', Properties: { CorsConfiguration: true, StageName: dev } }
  Machine: { Type: 'AWS::Serverless::StateMachine', Properties: { DefinitionUri: a.json, Policies: [] } }
  Layer: { Type: 'AWS::Serverless::LayerVersion', Properties: { ContentUri: layer/ } }
  Nested: { Type: 'AWS::Serverless::Application', Properties: { Location: ./other.yaml } }
  Q: { Type: 'AWS::SQS::Queue' }
  Kept: { Type: 'AWS::DynamoDB::Table' }
`;
  const lines = await said(template);

  expect(lines.filter((line) => !/ emulated /.test(line))).toEqual([]);
  expect(lines).toContain('template.yaml:6 emulated AWS::Serverless::Function.CodeUri');
  expect(lines).toContain('template.yaml:13 emulated event DynamoDB');
  expect(lines).toHaveLength(24);
});

it('a function that names no code has that of its folder, as for sam build', async () => {
  const template = `Resources:
  Handler: { Type: 'AWS::Serverless::Function', Properties: { Handler: index.handler, Runtime: nodejs24.x } }
`;

  expect(await said(template, 'emulated')).toEqual([]);
});

it('types of SAM without the transform are told with what is missing', async () => {
  const template = "Resources:\n  T:\n    Type: 'AWS::Serverless::SimpleTable'\n";

  expect(linesOf(await checkFiles({ 'template.yaml': template }), 'emulated')).toEqual([
    'template.yaml:3 unknown Transform: types of SAM need this line at the top: Transform: AWS::Serverless-2016-10-31',
  ]);
});

it('what becomes something that is not here is refused with its name', async () => {
  const template = `Globals:
  Function: { SnapStart: { ApplyOn: None }, Tracng: Active }
Resources:
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: java21
      PackageType: Image
      Events:
        Kafka: { Type: MSK }
        Own: { Type: SelfManagedKafka }
        Rule: { Type: IoTRule }
        Typo: { Type: Shedule }
  Graph: { Type: 'AWS::Serverless::GraphQLApi' }
  Typo: { Type: 'AWS::Serverless::SimpleTabel' }
  Shared: { Type: 'AWS::Serverless::Application', Properties: { Location: { ApplicationId: a, SemanticVersion: 1.0.0 } } }
`;

  expect(await said(template, 'emulated')).toEqual([
    expect.stringMatching(/^template.yaml:3 stored only AWS::Serverless::Function.SnapStart: environments/),
    'template.yaml:3 unknown AWS::Serverless::Function.Tracng: the type has no such property. Did you mean Tracing?',
    'template.yaml:8 refused AWS::Serverless::Function.Runtime: Squall does not emulate functions of the runtime java21',
    'template.yaml:9 refused AWS::Serverless::Function.PackageType: Squall does not emulate Lambda functions from container images (PackageType Image)',
    'template.yaml:11 refused event MSK: Squall does not emulate Lambda event source mappings of Amazon MSK',
    'template.yaml:12 refused event SelfManagedKafka: Squall does not emulate Lambda event source mappings of self-managed Apache Kafka',
    'template.yaml:13 refused event IoTRule: it becomes AWS::IoT::TopicRule: nothing of AWS::IoT is emulated',
    'template.yaml:14 unknown event Shedule: the transform has no such event. Did you mean Schedule?',
    'template.yaml:15 refused AWS::Serverless::GraphQLApi: it becomes AWS::AppSync::GraphQLApi: nothing of AWS::AppSync is emulated',
    'template.yaml:16 unknown AWS::Serverless::SimpleTabel: the transform has no such type. Did you mean AWS::Serverless::SimpleTable?',
    'template.yaml:17 refused AWS::Serverless::Application: the Serverless Application Repository is not emulated; name a template of your own as Location',
  ]);
});

/** Where the transform itself is here, templates are tried as it leaves them. */
const isExpanded = (() => {
  try {
    assertTransformsEmulated(['AWS::Serverless-2016-10-31']);
    return true;
  } catch {
    return false;
  }
})();

it.runIf(isExpanded)('what services refuse of what the transform makes is told of what it is made from', async () => {
  const template = `Resources:
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: index.handler
      Runtime: nodejs24.x
      SourceKMSKeyArn: arn:aws:kms:us-east-1:000000000000:key/a
`;

  expect(await said(template, 'emulated')).toEqual([
    'template.yaml:9 refused AWS::Serverless::Function.SourceKMSKeyArn: Squall does not emulate Lambda SourceKMSKeyArn',
  ]);
});

it.runIf(isExpanded)('what the transform complains of is told with the line of the resource', async () => {
  const template = `Resources:
  Topic: { Type: 'AWS::SNS::Topic' }
  Handler:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src/, Handler: a.b, Runtime: nodejs24.x, Events: { A: { Type: SQS, Properties: {} } } }
`;

  expect(await said(template, 'emulated')).toEqual([
    expect.stringMatching(
      /^template.yaml:4 unknown template: Transform AWS::Serverless-2016-10-31 failed with: Invalid/,
    ),
  ]);
});
