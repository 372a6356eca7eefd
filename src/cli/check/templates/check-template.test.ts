import { describe, expect, it } from 'vitest';
import { checkFiles, linesOf } from '../testing/check-files.ts';

const queue = `Resources:
  Orders:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub '\${AWS::StackName}-orders'
Outputs:
  Url: { Value: !Ref Orders }
`;

describe('templates of CloudFormation', () => {
  it('are told resource by resource and property by property, with file and line', async () => {
    expect(linesOf(await checkFiles({ 'infrastructure/template.yaml': queue }))).toEqual([
      'infrastructure/template.yaml:3 emulated AWS::SQS::Queue',
      'infrastructure/template.yaml:5 emulated AWS::SQS::Queue.QueueName',
    ]);
  });

  it('are read as JSON as well, on whatever lines', async () => {
    const template = JSON.stringify(
      {
        Resources: {
          A: { Type: 'AWS::SNS::Topic' },
          B: { Type: 'AWS::SQS::Queu', Properties: { A: [1, { b: '"' }] } },
        },
      },
      undefined,
      2,
    );

    expect(linesOf(await checkFiles({ 'a.template': template }))).toEqual([
      'a.template:4 emulated AWS::SNS::Topic',
      'a.template:7 unknown AWS::SQS::Queu: AWS has no such type. Did you mean AWS::SQS::Queue?',
    ]);
  });

  it('say what is kept without effect, and which attributes nobody has', async () => {
    const template = `Resources:
  Handler:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::000000000000:role/r
      Code: { ZipFile: 'exports.handler = async () => 1' }
      Runtime: nodejs24.x
      Handler: index.handler
      SnapStart: { ApplyOn: PublishedVersions }
      Environment: { Variables: { QUEUE: !GetAtt Orders.Arn, TOPIC: !Sub '\${Orders.Url}' } }
  Orders: { Type: AWS::SQS::Queue }
`;
    const lines = linesOf(await checkFiles({ 'template.yml': template }), 'emulated');

    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^template.yml:9 stored only AWS::Lambda::Function.SnapStart: environments start/);
    expect(lines[1]).toBe('template.yml:10 unknown AWS::SQS::Queue.Url: the type has no such attribute');
  });

  it('say what services refuse of values, by the property that holds them', async () => {
    const template = `Resources:
  Image:
    Type: AWS::Lambda::Function
    Properties:
      Role: arn:aws:iam::000000000000:role/r
      Code:
        ImageUri: 000000000000.dkr.ecr.us-east-1.amazonaws.com/a:latest
      PackageType: Image
  Java:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Role.Arn
      Runtime: java21
      Handler: a
      Code: { S3Bucket: assets-of-somebody, S3Key: !Sub '\${Version}.zip' }
  Node:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Role.Arn
      Runtime: nodejs24.x
      Handler: a
      Code: { S3Bucket: assets-of-somebody, S3Key: !Sub '\${Version}.zip' }
  Kafka:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Node
      EventSourceArn: arn:aws:kafka:us-east-1:000000000000:cluster/a
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }]
Parameters:
  Version: { Type: String }
`;

    expect(linesOf(await checkFiles({ 'template.yaml': template }), 'emulated')).toEqual([
      'template.yaml:8 refused AWS::Lambda::Function.PackageType: Squall does not emulate Lambda functions from container images (PackageType Image)',
      'template.yaml:13 refused AWS::Lambda::Function.Runtime: Squall does not emulate functions of the runtime java21',
      'template.yaml:24 refused AWS::Lambda::EventSourceMapping: Squall does not emulate Lambda event source mappings of Amazon MSK',
    ]);
  });

  it('say what AWS would refuse of the template itself', async () => {
    const template = `Resources:\n  A: { Type: AWS::SQS::Queue, DependsOn: B }\n  B: { Type: AWS::SQS::Queue, DependsOn: A }\n`;

    expect(linesOf(await checkFiles({ 'a.yaml': template }), 'emulated')).toEqual([
      'a.yaml:1 unknown template: Circular dependency between resources: [A, B]',
    ]);
  });

  it('say of transforms whether they are here', async () => {
    const checked = await checkFiles({ 'a.yaml': `Transform: AWS::SecretsManager-2020-07-23\n${queue}` });

    expect(linesOf(checked, 'emulated')).toEqual([
      'a.yaml:1 refused Transform AWS::SecretsManager-2020-07-23: this transform is not emulated',
    ]);
  });

  it('are no other YAML, however it looks', async () => {
    const checked = await checkFiles({
      'chart.yaml': 'Resources:\n  {{- range .Values }}\n  a: b\n',
      'notes.json': '{"Resources": "AWS::SQS::Queue"}',
      'broken.yaml': 'a: [\n',
    });

    expect(checked).toEqual({ findings: [], unreadable: [], notes: [] });
  });
});

describe('what cannot be read', () => {
  it.each([
    [
      'template.yaml',
      'Resources:\n  A:\n    Type: AWS::SQS::Queue\n   Properties: {}\n',
      4,
      'Properties: {}',
      /^This is no YAML: All mapping items must start at the same column$/,
    ],
    [
      'a.json',
      '{\n "Resources": {\n  "A": { "Type": "AWS::SQS::Queue" }\n  "B": {}\n}}',
      4,
      '"B": {}',
      /^This is no JSON: /,
    ],
    [
      'a.json',
      '{\n "Resources": {\n  "A": { "Type": "AWS::SQS::Queue" }\n',
      3,
      '"A": { "Type": "AWS::SQS::Queue" }',
      /^This is no JSON: /,
    ],
    [
      'a.yaml',
      'Resources:\n  A: &a\n    Type: AWS::SQS::Queue\n    Properties: *a\n',
      4,
      'Properties: *a',
      /The alias \*a stands within its own anchor/,
    ],
  ])('%s is told with the line that is meant', async (file, text, line, written, message) => {
    const { unreadable } = await checkFiles({ [file]: text });

    expect(unreadable).toEqual([{ file, line, text: written, message: expect.stringMatching(message) }]);
  });
});

describe('templates as tools hand them on', () => {
  it('have aliases and keys that are there twice, and are read as a deploy reads them', async () => {
    const template = `Resources:
  A: &a { Type: 'AWS::SQS::Queue' }
  B: *a
  B: { Type: 'AWS::SNS::Topic' }
`;
    const checked = await checkFiles({ 'template.yaml': template });

    expect(checked.unreadable).toEqual([]);
    expect(linesOf(checked).map((line) => line.replace(/:\d+/, ''))).toEqual([
      'template.yaml emulated AWS::SQS::Queue',
      'template.yaml emulated AWS::SNS::Topic',
    ]);
  });

  it.each(['Transform: AWS::Serverless-2016-10-31\n', '{ "AWSTemplateFormatVersion": "2010-09-09", "Resources": [] }'])(
    'without Resources are no templates: %j',
    async (text) => {
      const { unreadable } = await checkFiles({ 'template.yaml': text });

      expect(unreadable).toEqual([
        { file: 'template.yaml', line: 1, text: '', message: 'The template has no Resources.' },
      ]);
    },
  );
});
