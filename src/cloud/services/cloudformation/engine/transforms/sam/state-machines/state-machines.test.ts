import { describe, expect, it } from 'vitest';
import { parseTemplateText } from '../../../template/parse-text.ts';
import type { Fields } from '../language/values.ts';
import { transformSam } from '../transform-sam.ts';

/* What AWS's own transform (aws-sam-translator 1.115.0) makes of a state machine `SM`. */

const cases: readonly { readonly title: string; readonly properties: string; readonly made: string }[] = [
  {
    title: 'a definition',
    properties: `{Definition: {StartAt: A, States: {A: {Type: Task, Resource: {'Fn::GetAtt': [F, Arn]}, End: true, Empty: [], é: [
                ü", 1.5, '{{resolve:ssm:x}}']}}}, DefinitionSubstitutions: {a: b}, Tags: {t: u}, PropagateTags: true, Policies: [
          AWSLambdaRole, {Statement: []}], Tracing: {Enabled: true}}`,
    made: `{SM: {Type: 'AWS::StepFunctions::StateMachine', Properties: {DefinitionString: {'Fn::Join': ['
      
                  ', ['{', '    "StartAt": "A",', '    "States": {', '        "A": {', '            "Empty": [],', '            "End":
                    true,', '            "Resource": "\${definition_substitution_1}",', '            "Type": "Task",', '            "\\u00e9":
                    [', '                "\\u00fc\\"",', '                1.5,', '                "\${definition_substitution_2}"',
                  '            ]', '        }', '    }', '}']]}, RoleArn: {'Fn::GetAtt': [SMRole, Arn]}, Tags: [{Key: t,
                Value: u}], DefinitionSubstitutions: {a: b, definition_substitution_1: {'Fn::GetAtt': [F, Arn]}, definition_substitution_2: '{{resolve:ssm:x}}'},
            TracingConfiguration: {Enabled: true}}}, SMRole: {Type: 'AWS::IAM::Role', Properties: {AssumeRolePolicyDocument: {
              Version: '2012-10-17', Statement: [{Action: ['sts:AssumeRole'], Effect: Allow, Principal: {Service: [states.amazonaws.com]}}]},
            ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaRole', 'arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess'],
            Policies: [{PolicyName: SMRolePolicy1, PolicyDocument: {Statement: []}}], Tags: [{Key: t, Value: u}]}}}`,
  },
  {
    title: 'a version and an alias',
    properties: `{DefinitionUri: 's3://b/k?versionId=3', Role: 'arn:r', AutoPublishAlias: live, UseAliasAsEventTarget: true, Events: {
          S: {Type: Schedule, Properties: {Schedule: rate(1 minute), RoleArn: 'arn:s'}}}}`,
    made: `{SM: {Type: 'AWS::StepFunctions::StateMachine', Properties: {DefinitionS3Location: {Bucket: b, Key: k, Version: '3'},
            RoleArn: 'arn:r', Tags: [{Key: 'stateMachine:createdBy', Value: SAM}]}}, SMVersion: {Type: 'AWS::StepFunctions::StateMachineVersion',
          DeletionPolicy: Retain, UpdateReplacePolicy: Retain, Properties: {StateMachineArn: {Ref: SM}, StateMachineRevisionId: {
              'Fn::GetAtt': [SM, StateMachineRevisionId]}}}, SMAliaslive: {Type: 'AWS::StepFunctions::StateMachineAlias',
          Properties: {Name: live, DeploymentPreference: {Type: ALL_AT_ONCE, StateMachineVersionArn: {Ref: SMVersion}}}},
        SMS: {Type: 'AWS::Events::Rule', Properties: {ScheduleExpression: rate(1 minute), Targets: [{Arn: {Ref: SMAliaslive},
                Id: SMSStepFunctionsTarget, RoleArn: 'arn:s'}]}}}`,
  },
  {
    title: 'events',
    properties: `{DefinitionUri: {Bucket: b, Key: k}, Role: 'arn:r', PermissionsBoundary: 'arn:pb', Events: {S: {Type: Schedule, Properties: {
              Schedule: rate(1 minute), Enabled: false, DeadLetterConfig: {Type: SQS}}}, P: {Type: CloudWatchEvent, Properties: {
              Pattern: {source: [a]}, Target: {Id: T}, InputPath: $}}, V: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1
                minute)}}}}`,
    made: `{SM: {Type: 'AWS::StepFunctions::StateMachine', Properties: {DefinitionS3Location: {Bucket: b, Key: k}, RoleArn: 'arn:r',
            Tags: [{Key: 'stateMachine:createdBy', Value: SAM}]}}, SMS: {Type: 'AWS::Events::Rule', Properties: {ScheduleExpression: rate(1
              minute), State: DISABLED, Targets: [{Arn: {Ref: SM}, Id: SMSStepFunctionsTarget, RoleArn: {'Fn::GetAtt': [
                    SMSRole, Arn]}, DeadLetterConfig: {Arn: {'Fn::GetAtt': [SMSQueue, Arn]}}}]}}, SMSRole: {Type: 'AWS::IAM::Role',
          Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Action: ['sts:AssumeRole'], Effect: Allow,
                  Principal: {Service: [events.amazonaws.com]}}]}, Policies: [{PolicyName: SMSRoleStartExecutionPolicy,
                PolicyDocument: {Statement: [{Action: 'states:StartExecution', Effect: Allow, Resource: {Ref: SM}}]}}],
            PermissionsBoundary: 'arn:pb'}}, SMSQueue: {Type: 'AWS::SQS::Queue', Properties: {}}, SMSQueuePolicy: {Type: 'AWS::SQS::QueuePolicy',
          Properties: {PolicyDocument: {Version: '2012-10-17', Statement: [{Action: 'sqs:SendMessage', Effect: Allow, Principal: {
                    Service: events.amazonaws.com}, Resource: {'Fn::GetAtt': [SMSQueue, Arn]}, Condition: {ArnEquals: {
                      'aws:SourceArn': {'Fn::GetAtt': [SMS, Arn]}}}}]}, Queues: [{Ref: SMSQueue}]}}, SMP: {Type: 'AWS::Events::Rule',
          Properties: {EventPattern: {source: [a]}, Targets: [{Arn: {Ref: SM}, Id: T, RoleArn: {'Fn::GetAtt': [SMPRole,
                    Arn]}, InputPath: $}]}}, SMPRole: {Type: 'AWS::IAM::Role', Properties: {AssumeRolePolicyDocument: {
              Version: '2012-10-17', Statement: [{Action: ['sts:AssumeRole'], Effect: Allow, Principal: {Service: [events.amazonaws.com]}}]},
            Policies: [{PolicyName: SMPRoleStartExecutionPolicy, PolicyDocument: {Statement: [{Action: 'states:StartExecution',
                      Effect: Allow, Resource: {Ref: SM}}]}}], PermissionsBoundary: 'arn:pb'}}, SMV: {Type: 'AWS::Scheduler::Schedule',
          Properties: {ScheduleExpression: rate(1 minute), FlexibleTimeWindow: {Mode: 'OFF'}, Name: SMV, Target: {Arn: {
                Ref: SM}, RoleArn: {'Fn::GetAtt': [SMVRole, Arn]}}}}, SMVRole: {Type: 'AWS::IAM::Role', Properties: {AssumeRolePolicyDocument: {
              Version: '2012-10-17', Statement: [{Action: ['sts:AssumeRole'], Effect: Allow, Principal: {Service: [scheduler.amazonaws.com]}}]},
            Policies: [{PolicyName: SMVStartExecutionPolicy, PolicyDocument: {Statement: [{Action: 'states:StartExecution',
                      Effect: Allow, Resource: {Ref: SM}}]}}]}}}`,
  },
];

const errors: readonly (readonly [properties: string, problem: string])[] = [
  [
    `{Definition: {StartAt: A, States: {A: {Type: Task, Resource: {'Fn::GetAtt': [F, Arn]}, End: true, Empty: [], é: [
              ü", 1.5, '{{resolve:ssm:x}}']}}}, DefinitionUri: 's3://b/k'}`,
    "Resource with id [SM] is invalid. Specify either 'Definition' or 'DefinitionUri' property and not both.",
  ],
  [`{}`, "Resource with id [SM] is invalid. Either 'Definition' or 'DefinitionUri' property must be specified."],
  [
    `{DefinitionUri: x}`,
    "Resource with id [SM] is invalid. 'DefinitionUri' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.",
  ],
  [
    `{DefinitionUri: {Bucket: b}}`,
    "Resource with id [SM] is invalid. 'DefinitionUri' requires Bucket and Key properties to be specified.",
  ],
  [
    `{DefinitionUri: 's3://b/k', Role: r, Policies: [a]}`,
    "Resource with id [SM] is invalid. Specify either 'Role' or 'Policies' (but not both at the same time) or neither of them",
  ],
  [
    `{DefinitionUri: 's3://b/k', UseAliasAsEventTarget: true}`,
    "Resource with id [SM] is invalid. 'UseAliasAsEventTarget' requires 'AutoPublishAlias' property to be specified.",
  ],
  [
    `{DefinitionUri: 's3://b/k', DeploymentPreference: {Type: A}}`,
    "Resource with id [SM] is invalid. 'DeploymentPreference' requires 'AutoPublishAlias' property to be specified.",
  ],
  [
    `{DefinitionUri: 's3://b/k', Events: {E: {Type: SQS}}}`,
    'Resource with id [SM] is invalid. Event with id [E] is invalid. Resource dict has missing or invalid value for key Type. Event Type is: SQS.',
  ],
  [
    `{DefinitionUri: 's3://b/k', Policies: [{X: t}]}`,
    "Resource with id [SM] is invalid. Policy at index 0 in the 'Policies' property is not valid",
  ],
  [
    `{DefinitionUri: 's3://b/k', Events: {E: {Type: Schedule, Properties: {Schedule: r, Enabled: true, State: ENABLED}}}}`,
    'Event with id [E] is invalid. State and Enabled Properties cannot both be specified.',
  ],
];

const transformed = (properties: string): unknown => {
  const entry = { Type: 'AWS::Serverless::StateMachine', Properties: parseTemplateText(properties) as Fields };
  return transformSam({ Resources: { SM: entry } }, { region: 'us-east-1', parameters: {} }).Resources;
};

describe("SAM's state machines", () => {
  it.each(cases)('become what AWS makes of them: $title', ({ properties, made }) => {
    expect(transformed(properties)).toEqual(parseTemplateText(made));
  });

  it.each(errors)('are refused in the words of AWS: %s', (properties, problem) => {
    const text = `Invalid Serverless Application Specification document. Number of errors found: 1. ${problem}`;

    expect(() => transformed(properties)).toThrow(text);
  });
});
