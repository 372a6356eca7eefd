import { describe, expect, it } from 'vitest';
import { parseTemplateText } from '../../../template/parse-text.ts';
import { SamError } from '../language/errors.ts';
import { MappingResolver, ParameterResolver } from '../language/resolve.ts';
import type { Fields } from '../language/values.ts';
import { iamRole } from '../resources/iam.ts';
import { lambdaAlias, lambdaFunction } from '../resources/lambda.ts';
import { Resource } from '../resources/resource.ts';
import { type EventContext, readEvent } from './event-type.ts';
import { functionEvents } from './event-types.ts';

/* What AWS's own transform (aws-sam-translator 1.115.0) makes of the event `E` of a function `Fn`. */

interface Case {
  readonly title: string;
  readonly event: string;
  /** Other resources of the template. */
  readonly others?: string;
  readonly isAlias?: true;
  readonly condition?: string;
  /** Without the function; of its role what the event added. */
  readonly made: string;
}

const cases: readonly Case[] = [
  {
    title: 'a queue, whose failures go to a topic',
    event: `{Type: SQS, Properties: {Queue: {'Fn::GetAtt': [Q, Arn]}, BatchSize: 5, Enabled: false, FilterCriteria: {Filters: [
              {Pattern: '{}'}]}, DestinationConfig: {OnFailure: {Type: SNS, Destination: {Ref: Top}}}}}`,
    made: `{FnE: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {BatchSize: 5, Enabled: false, EventSourceArn: {'Fn::GetAtt': [
                Q, Arn]}, FunctionName: {Ref: Fn}, DestinationConfig: {OnFailure: {Destination: {Ref: Top}}}, FilterCriteria: {
              Filters: [{Pattern: '{}'}]}}}, FnRole: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole'],
          Policies: [{PolicyName: FnESNSPolicy, PolicyDocument: {Statement: [{Action: 'sns:publish', Effect: Allow, Resource: {
                      Ref: Top}}]}}]}}`,
  },
  {
    title: 'a stream, whose failures go to a bucket',
    event: `{Type: Kinesis, Properties: {Stream: 'arn:s', StartingPosition: LATEST, DestinationConfig: {OnFailure: {Type: S3,
              Destination: 'arn:b'}}}}`,
    made: `{FnE: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {EventSourceArn: 'arn:s', FunctionName: {Ref: Fn}, DestinationConfig: {
              OnFailure: {Destination: 'arn:b'}}, StartingPosition: LATEST}}, FnRole: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole'],
          Policies: [{PolicyName: FnES3Policy, PolicyDocument: {Statement: [{Action: 's3:PutObject', Effect: Allow, Resource: {
                      'Fn::Join': [/, ['arn:b', '*']]}}, {Action: 's3:ListBucket', Effect: Allow, Resource: 'arn:b'}]}}]}}`,
  },
  {
    title: 'a table',
    event: `{Type: DynamoDB, Properties: {Stream: 'arn:s', StartingPosition: LATEST, DestinationConfig: {OnFailure: {Type: SQS,
              Destination: 'arn:q'}}}}`,
    made: `{FnE: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {EventSourceArn: 'arn:s', FunctionName: {Ref: Fn}, DestinationConfig: {
              OnFailure: {Destination: 'arn:q'}}, StartingPosition: LATEST}}, FnRole: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaDynamoDBExecutionRole'],
          Policies: [{PolicyName: FnESQSPolicy, PolicyDocument: {Statement: [{Action: 'sqs:SendMessage', Effect: Allow,
                    Resource: 'arn:q'}]}}]}}`,
  },
  {
    title: 'a Kafka cluster of MSK',
    event: `{Type: MSK, Properties: {Stream: 'arn:m', StartingPosition: LATEST, Topics: [t], ConsumerGroupId: g, SchemaRegistryConfig: {
            SchemaRegistryURI: 'arn:aws:glue:us-east-1:1:registry/reg', EventRecordFormat: JSON, SchemaValidationConfigs: [
              {Attribute: KEY}], AccessConfigs: [{Type: BASIC_AUTH, URI: 'arn:s'}]}, SourceAccessConfigurations: [{Type: CLIENT_CERTIFICATE_TLS_AUTH,
              URI: 'arn:cert'}]}}`,
    made: `{FnE: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {EventSourceArn: 'arn:m', FunctionName: {Ref: Fn}, StartingPosition: LATEST,
            Topics: [t], SourceAccessConfigurations: [{Type: CLIENT_CERTIFICATE_TLS_AUTH, URI: 'arn:cert'}], AmazonManagedKafkaEventSourceConfig: {
              ConsumerGroupId: g, SchemaRegistryConfig: {SchemaRegistryURI: 'arn:aws:glue:us-east-1:1:registry/reg', EventRecordFormat: JSON,
                SchemaValidationConfigs: [{Attribute: KEY}], AccessConfigs: [{Type: BASIC_AUTH, URI: 'arn:s'}]}}}}, FnRole: {
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaMSKExecutionRole'], Policies: [{PolicyName: MSKExecutionRolePolicy,
              PolicyDocument: {Statement: [{Action: ['secretsmanager:GetSecretValue'], Effect: Allow, Resource: 'arn:s'},
                  {Action: ['glue:GetRegistry'], Effect: Allow, Resource: 'arn:aws:glue:us-east-1:1:registry/reg'}, {Action: [
                      'glue:GetSchemaVersion'], Effect: Allow, Resource: [{'Fn::Sub': 'arn:\${AWS::Partition}:glue:\${AWS::Region}:\${AWS::AccountId}:schema/reg/*'}]},
                  {Action: ['secretsmanager:GetSecretValue'], Effect: Allow, Resource: 'arn:cert'}]}}]}}`,
  },
  {
    title: 'a Kafka cluster elsewhere',
    event: `{Type: SelfManagedKafka, Properties: {KafkaBootstrapServers: ['a:1'], Topics: [t], ConsumerGroupId: g, SecretsManagerKmsKeyId: k,
          SourceAccessConfigurations: [{Type: SASL_SCRAM_256_AUTH, URI: 'arn:a'}, {Type: VPC_SUBNET, URI: 'subnet:1'}, {
              Type: VPC_SECURITY_GROUP, URI: 'sg:1'}, {Type: SERVER_ROOT_CA_CERTIFICATE, URI: 'arn:ca'}]}}`,
    made: `{FnE: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {FunctionName: {Ref: Fn}, Topics: [t], SourceAccessConfigurations: [
              {Type: SASL_SCRAM_256_AUTH, URI: 'arn:a'}, {Type: VPC_SUBNET, URI: 'subnet:1'}, {Type: VPC_SECURITY_GROUP,
                URI: 'sg:1'}, {Type: SERVER_ROOT_CA_CERTIFICATE, URI: 'arn:ca'}], SelfManagedEventSource: {Endpoints: {
                KafkaBootstrapServers: ['a:1']}}, SelfManagedKafkaEventSourceConfig: {ConsumerGroupId: g}}}, FnRole: {Policies: [
            {PolicyDocument: {Statement: [{Action: ['secretsmanager:GetSecretValue'], Effect: Allow, Resource: 'arn:a'},
                  {Action: ['secretsmanager:GetSecretValue'], Effect: Allow, Resource: 'arn:ca'}, {Action: ['ec2:CreateNetworkInterface',
                      'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface', 'ec2:DescribeVpcs', 'ec2:DescribeSubnets',
                      'ec2:DescribeSecurityGroups'], Effect: Allow, Resource: '*'}, {Action: ['kms:Decrypt'], Effect: Allow,
                    Resource: {'Fn::Sub': 'arn:\${AWS::Partition}:kms:\${AWS::Region}:\${AWS::AccountId}:key/k'}}], Version: '2012-10-17'},
              PolicyName: SelfManagedKafkaExecutionRolePolicy}]}}`,
  },
  {
    title: 'a broker',
    event: `{Type: MQ, Properties: {Broker: 'arn:b', DynamicPolicyName: true, Queues: [q], SecretsManagerKmsKeyId: k, SourceAccessConfigurations: [
            {Type: BASIC_AUTH, URI: 'arn:secret'}, {Type: VIRTUAL_HOST, URI: v}]}}`,
    made: `{FnE: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {EventSourceArn: 'arn:b', FunctionName: {Ref: Fn}, Queues: [
              q], SourceAccessConfigurations: [{Type: BASIC_AUTH, URI: 'arn:secret'}, {Type: VIRTUAL_HOST, URI: v}]}}, FnRole: {
          Policies: [{PolicyName: FnEAMQPolicy, PolicyDocument: {Statement: [{Action: ['secretsmanager:GetSecretValue'],
                    Effect: Allow, Resource: 'arn:secret'}, {Action: ['mq:DescribeBroker'], Effect: Allow, Resource: 'arn:b'},
                  {Action: 'kms:Decrypt', Effect: Allow, Resource: {'Fn::Sub': 'arn:\${AWS::Partition}:kms:\${AWS::Region}:\${AWS::AccountId}:key/k'}}]}}]}}`,
  },
  {
    title: 'documents',
    event: `{Type: DocumentDB, Properties: {Cluster: 'arn:c', DatabaseName: d, CollectionName: c, SourceAccessConfigurations: [
            {Type: BASIC_AUTH, URI: 'arn:secret'}]}}`,
    made: `{FnE: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {DocumentDBEventSourceConfig: {DatabaseName: d, CollectionName: c},
            EventSourceArn: 'arn:c', FunctionName: {Ref: Fn}, SourceAccessConfigurations: [{Type: BASIC_AUTH, URI: 'arn:secret'}]}},
        FnRole: {Policies: [{PolicyName: SamAutoGeneratedDocumentDBPolicy, PolicyDocument: {Statement: [{Action: ['secretsmanager:GetSecretValue'],
                    Effect: Allow, Resource: 'arn:secret'}, {Action: ['rds:DescribeDBClusterParameters'], Effect: Allow,
                    Resource: {'Fn::Sub': 'arn:\${AWS::Partition}:rds:\${AWS::Region}:\${AWS::AccountId}:cluster-pg:*'}}, {
                    Action: ['rds:DescribeDBSubnetGroups'], Effect: Allow, Resource: {'Fn::Sub': 'arn:\${AWS::Partition}:rds:\${AWS::Region}:\${AWS::AccountId}:subgrp:*'}},
                  {Action: ['rds:DescribeDBClusters'], Effect: Allow, Resource: 'arn:c'}, {Action: ['ec2:CreateNetworkInterface',
                      'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface', 'ec2:DescribeVpcs', 'ec2:DescribeSubnets',
                      'ec2:DescribeSecurityGroups'], Effect: Allow, Resource: '*'}]}}]}}`,
  },
  {
    title: 'a schedule with a queue for dead letters',
    event: `{Type: Schedule, Properties: {Schedule: rate(1 minute), Input: '{}', Enabled: false, DeadLetterConfig: {Type: SQS},
          RetryPolicy: {MaximumRetryAttempts: 3}}}`,
    made: `{FnE: {Type: 'AWS::Events::Rule', Properties: {ScheduleExpression: rate(1 minute), State: DISABLED, Targets: [{Arn: {
                  'Fn::GetAtt': [Fn, Arn]}, Id: FnELambdaTarget, Input: '{}', DeadLetterConfig: {Arn: {'Fn::GetAtt': [FnEQueue,
                      Arn]}}, RetryPolicy: {MaximumRetryAttempts: 3}}]}}, FnEQueue: {Type: 'AWS::SQS::Queue', Properties: {}},
        FnEQueuePolicy: {Type: 'AWS::SQS::QueuePolicy', Properties: {PolicyDocument: {Version: '2012-10-17', Statement: [
                {Action: 'sqs:SendMessage', Effect: Allow, Principal: {Service: events.amazonaws.com}, Resource: {'Fn::GetAtt': [
                      FnEQueue, Arn]}, Condition: {ArnEquals: {'aws:SourceArn': {'Fn::GetAtt': [FnE, Arn]}}}}]}, Queues: [
              {Ref: FnEQueue}]}}, FnEPermission: {Type: 'AWS::Lambda::Permission', Properties: {Action: 'lambda:InvokeFunction',
            FunctionName: {Ref: Fn}, Principal: events.amazonaws.com, SourceArn: {'Fn::GetAtt': [FnE, Arn]}}}}`,
  },
  {
    title: 'a pattern of an alias',
    event: `{Type: EventBridgeRule, Properties: {Pattern: {source: [a]}, EventBusName: b, RuleName: r, State: ENABLED, InputPath: $.a,
          Target: {Id: T}, DeadLetterConfig: {Arn: 'arn:d'}}}`,
    isAlias: true,
    made: `{FnE: {Type: 'AWS::Events::Rule', Properties: {EventBusName: b, EventPattern: {source: [a]}, Name: r, State: ENABLED,
            Targets: [{Arn: {Ref: FnAliaslive}, Id: T, InputPath: $.a, DeadLetterConfig: {Arn: 'arn:d'}}]}}, FnEPermission: {
          Type: 'AWS::Lambda::Permission', Properties: {Action: 'lambda:InvokeFunction', FunctionName: {Ref: FnAliaslive},
            Principal: events.amazonaws.com, SourceArn: {'Fn::GetAtt': [FnE, Arn]}}}}`,
  },
  {
    title: 'a bucket',
    event: `{Type: S3, Properties: {Bucket: {Ref: B2}, Events: 's3:ObjectCreated:*', Filter: {S3Key: {Rules: [{Name: prefix, Value: a}]}}}}`,
    others: `{B2: {Type: 'AWS::S3::Bucket'}}`,
    made: `{B2: {Type: 'AWS::S3::Bucket', DependsOn: [FnEPermission], Properties: {NotificationConfiguration: {LambdaConfigurations: [
                {Function: {'Fn::GetAtt': [Fn, Arn]}, Filter: {S3Key: {Rules: [{Name: prefix, Value: a}]}}, Event: 's3:ObjectCreated:*'}]}}},
        FnEPermission: {Type: 'AWS::Lambda::Permission', Properties: {Action: 'lambda:InvokeFunction', FunctionName: {Ref: Fn},
            Principal: s3.amazonaws.com, SourceAccount: {Ref: 'AWS::AccountId'}}}}`,
  },
  {
    title: 'a bucket under a condition',
    event: `{Type: S3, Properties: {Bucket: {Ref: B2}, Events: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*']}}`,
    others: `{B2: {Type: 'AWS::S3::Bucket'}}`,
    condition: 'C',
    made: `{B2: {Type: 'AWS::S3::Bucket', Properties: {NotificationConfiguration: {LambdaConfigurations: [{'Fn::If': [C, {Function: {
                        'Fn::GetAtt': [Fn, Arn]}, Event: 's3:ObjectCreated:*'}, {Ref: 'AWS::NoValue'}]}, {'Fn::If': [C,
                    {Function: {'Fn::GetAtt': [Fn, Arn]}, Event: 's3:ObjectRemoved:*'}, {Ref: 'AWS::NoValue'}]}]}, Tags: [
              {Key: 'sam:ConditionalDependsOn:FnEPermission', Value: {'Fn::If': [C, {Ref: FnEPermission}, no dependency]}}]}},
        FnEPermission: {Type: 'AWS::Lambda::Permission', Condition: C, Properties: {Action: 'lambda:InvokeFunction', FunctionName: {
              Ref: Fn}, Principal: s3.amazonaws.com, SourceAccount: {Ref: 'AWS::AccountId'}}}}`,
  },
  {
    title: 'a topic',
    event: `{Type: SNS, Properties: {Topic: 'arn:t', Region: us-west-1, FilterPolicy: {a: [b]}}}`,
    made: `{FnEPermission: {Type: 'AWS::Lambda::Permission', Properties: {Action: 'lambda:InvokeFunction', FunctionName: {Ref: Fn},
            Principal: sns.amazonaws.com, SourceArn: 'arn:t'}}, FnE: {Type: 'AWS::SNS::Subscription', Properties: {Endpoint: {
              'Fn::GetAtt': [Fn, Arn]}, Protocol: lambda, TopicArn: 'arn:t', Region: us-west-1, FilterPolicy: {a: [b]}}}}`,
  },
  {
    title: 'a FIFO topic through a queue that is made',
    event: `{Type: SNS, Properties: {Topic: {Ref: Fifo}, SqsSubscription: true}}`,
    others: `{Fifo: {Type: 'AWS::SNS::Topic', Properties: {FifoTopic: true}}}`,
    made: `{FnEEventSourceMapping: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {BatchSize: 10, Enabled: true, EventSourceArn: {
              'Fn::GetAtt': [FnEQueue, Arn]}, FunctionName: {Ref: Fn}}}, FnEQueue: {Type: 'AWS::SQS::Queue', Properties: {
            FifoQueue: true}}, FnEQueuePolicy: {Type: 'AWS::SQS::QueuePolicy', Properties: {PolicyDocument: {Version: '2012-10-17',
              Statement: [{Action: 'sqs:SendMessage', Effect: Allow, Principal: '*', Resource: {'Fn::GetAtt': [FnEQueue,
                      Arn]}, Condition: {ArnEquals: {'aws:SourceArn': {Ref: Fifo}}}}]}, Queues: [{Ref: FnEQueue}]}}, FnE: {
          Type: 'AWS::SNS::Subscription', Properties: {Endpoint: {'Fn::GetAtt': [FnEQueue, Arn]}, Protocol: sqs, TopicArn: {
              Ref: Fifo}}}, FnRole: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole']}}`,
  },
  {
    title: 'a topic through a queue of the template',
    event: `{Type: SNS, Properties: {Topic: 'arn:t', SqsSubscription: {QueueArn: {'Fn::GetAtt': [Q, Arn]}, QueueUrl: {Ref: Q},
            QueuePolicyLogicalId: Pol, BatchSize: 3, Enabled: false}}}`,
    made: `{FnEEventSourceMapping: {Type: 'AWS::Lambda::EventSourceMapping', Properties: {BatchSize: 3, Enabled: true, EventSourceArn: {
              'Fn::GetAtt': [Q, Arn]}, FunctionName: {Ref: Fn}}}, Pol: {Type: 'AWS::SQS::QueuePolicy', Properties: {PolicyDocument: {
              Version: '2012-10-17', Statement: [{Action: 'sqs:SendMessage', Effect: Allow, Principal: '*', Resource: {
                    'Fn::GetAtt': [Q, Arn]}, Condition: {ArnEquals: {'aws:SourceArn': 'arn:t'}}}]}, Queues: [{Ref: Q}]}},
        FnE: {Type: 'AWS::SNS::Subscription', Properties: {Endpoint: {'Fn::GetAtt': [Q, Arn]}, Protocol: sqs, TopicArn: 'arn:t'}},
        FnRole: {ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole']}}`,
  },
  {
    title: 'a user pool',
    event: `{Type: Cognito, Properties: {UserPool: {Ref: Pool}, Trigger: [PreSignUp, Custom]}}`,
    others: `{Pool: {Type: 'AWS::Cognito::UserPool', Properties: {LambdaConfig: {CustomMessage: 'arn:x'}}}}`,
    made: `{Pool: {Type: 'AWS::Cognito::UserPool', Properties: {LambdaConfig: {CustomMessage: 'arn:x', PreSignUp: {'Fn::GetAtt': [
                  Fn, Arn]}, Custom: {'Fn::GetAtt': [Fn, Arn]}}}}, FnCognitoPermission: {Type: 'AWS::Lambda::Permission',
          Properties: {Action: 'lambda:InvokeFunction', FunctionName: {Ref: Fn}, Principal: cognito-idp.amazonaws.com, SourceArn: {
              'Fn::GetAtt': [Pool, Arn]}}}}`,
  },
  {
    title: 'a log group',
    event: `{Type: CloudWatchLogs, Properties: {LogGroupName: g, FilterPattern: x}}`,
    made: `{FnEPermission: {Type: 'AWS::Lambda::Permission', Properties: {Action: 'lambda:InvokeFunction', FunctionName: {Ref: Fn},
            Principal: logs.amazonaws.com, SourceArn: {'Fn::Sub': ['arn:aws:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:\${__LogGroupName__}:*',
                {__LogGroupName__: g}]}}}, FnE: {Type: 'AWS::Logs::SubscriptionFilter', DependsOn: [FnEPermission], Properties: {
            LogGroupName: g, FilterPattern: x, DestinationArn: {'Fn::GetAtt': [Fn, Arn]}}}}`,
  },
  {
    title: 'a rule of IoT',
    event: `{Type: IoTRule, Properties: {Sql: select 1, AwsIotSqlVersion: '2016-03-23'}}`,
    made: `{FnEPermission: {Type: 'AWS::Lambda::Permission', Properties: {Action: 'lambda:InvokeFunction', FunctionName: {Ref: Fn},
            Principal: iot.amazonaws.com, SourceAccount: {'Fn::Sub': '\${AWS::AccountId}'}, SourceArn: {'Fn::Sub': ['arn:aws:iot:\${AWS::Region}:\${AWS::AccountId}:rule/\${RuleName}',
                {RuleName: {Ref: FnE}}]}}}, FnE: {Type: 'AWS::IoT::TopicRule', Properties: {TopicRulePayload: {Sql: select
                1, RuleDisabled: false, Actions: [{Lambda: {FunctionArn: {'Fn::GetAtt': [Fn, Arn]}}}], AwsIotSqlVersion: '2016-03-23'}}}}`,
  },
  {
    title: 'a skill',
    event: `{Type: AlexaSkill, Properties: {SkillId: amzn1}}`,
    made: `{FnEPermission: {Type: 'AWS::Lambda::Permission', Properties: {Action: 'lambda:InvokeFunction', FunctionName: {Ref: Fn},
            Principal: alexa-appkit.amazon.com, EventSourceToken: amzn1}}}`,
  },
  {
    title: 'a schedule of the Scheduler',
    event: `{Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute), Input: '{}', PermissionsBoundary: 'arn:pb', DeadLetterConfig: {
            Type: SQS, QueueLogicalId: Dlq}}}`,
    made: `{FnE: {Type: 'AWS::Scheduler::Schedule', Properties: {ScheduleExpression: rate(1 minute), FlexibleTimeWindow: {Mode: 'OFF'},
            Name: FnE, Target: {Arn: {'Fn::GetAtt': [Fn, Arn]}, RoleArn: {'Fn::GetAtt': [FnERole, Arn]}, Input: '{}', DeadLetterConfig: {
                Arn: {'Fn::GetAtt': [Dlq, Arn]}}}}}, Dlq: {Type: 'AWS::SQS::Queue', Properties: {}}, FnERole: {Type: 'AWS::IAM::Role',
          Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Action: ['sts:AssumeRole'], Effect: Allow,
                  Principal: {Service: [scheduler.amazonaws.com]}}]}, Policies: [{PolicyName: FnELambdaPolicy, PolicyDocument: {
                  Statement: [{Action: 'lambda:InvokeFunction', Effect: Allow, Resource: {'Fn::GetAtt': [Fn, Arn]}}]}},
              {PolicyName: FnESQSPolicy, PolicyDocument: {Statement: [{Action: 'sqs:SendMessage', Effect: Allow, Resource: {
                        'Fn::GetAtt': [Dlq, Arn]}}]}}], PermissionsBoundary: 'arn:pb'}}}`,
  },
  {
    title: 'a schedule of the Scheduler with a role',
    event: `{Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute), RoleArn: 'arn:r', OmitName: true, State: DISABLED}}`,
    made: `{FnE: {Type: 'AWS::Scheduler::Schedule', Properties: {ScheduleExpression: rate(1 minute), FlexibleTimeWindow: {Mode: 'OFF'},
            State: DISABLED, Target: {Arn: {'Fn::GetAtt': [Fn, Arn]}, RoleArn: 'arn:r'}}}}`,
  },
];

const errors: readonly (readonly [event: string, problem: string])[] = [
  [
    `{Type: SQS, Properties: {Queue: q, BatchSize: x}}`,
    "Resource with id [FnE] is invalid. Type of property 'BatchSize' is invalid.",
  ],
  [`{Type: SQS, Properties: {}}`, "Resource with id [FnE] is invalid. Missing required property 'Queue'."],
  [
    `{Type: SQS, Properties: {Queue: q, Bogus: 1}}`,
    'Resource with id [FnE] is invalid. property Bogus not defined for resource of type SQS',
  ],
  [
    `{Type: SQS, Properties: {Queue: q, ConsumerGroupId: g}}`,
    'Event with id [FnE] is invalid. Property ConsumerGroupId not defined for resource of type SQS.',
  ],
  [
    `{Type: SQS, Properties: {Queue: q, DestinationConfig: {OnFailure: {Type: Lambda}}}}`,
    "Event with id [FnE] is invalid. The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'",
  ],
  [
    `{Type: SQS, Properties: {Queue: q, FilterCriteria: {Filters: [], x: 1}}}`,
    'Event with id [E] is invalid. FilterCriteria field has a wrong format',
  ],
  [
    `{Type: MQ, Properties: {Broker: b}}`,
    'Event with id [E] is invalid. No SourceAccessConfigurations for Amazon MQ event provided.',
  ],
  [
    `{Type: MQ, Properties: {Broker: b, SourceAccessConfigurations: [{Type: X}]}}`,
    "Event with id [E] is invalid. Invalid property Type specified in SourceAccessConfigurations. The supported values are: ['BASIC_AUTH', 'VIRTUAL_HOST'].",
  ],
  [
    `{Type: MSK, Properties: {Stream: s, StartingPosition: L, SchemaRegistryConfig: {SchemaRegistryURI: x, EventRecordFormat: AVRO,
          SchemaValidationConfigs: []}}}`,
    "Event with id [E] is invalid. EventRecordFormat in SchemaRegistryConfig must be either 'JSON' or 'SOURCE'",
  ],
  [
    `{Type: SelfManagedKafka, Properties: {KafkaBootstrapServers: [a], Topics: [t, u]}}`,
    'Event with id [E] is invalid. Topics for self managed kafka only supports single configuration entry.',
  ],
  [
    `{Type: SelfManagedKafka, Properties: {KafkaBootstrapServers: [a], Topics: [t], SourceAccessConfigurations: [{Type: VPC_SUBNET,
            URI: a}]}}`,
    'Event with id [E] is invalid. VPC_SUBNET and VPC_SECURITY_GROUP in SourceAccessConfigurations for SelfManagedKafka must be both provided.',
  ],
  [
    `{Type: Schedule, Properties: {Schedule: r, State: ENABLED, Enabled: true}}`,
    'Event with id [E] is invalid. State and Enabled Properties cannot both be specified.',
  ],
  [
    `{Type: Schedule, Properties: {Schedule: r, DeadLetterConfig: {Type: SNS}}}`,
    "Event with id [FnE] is invalid. The only valid value for 'Type' property of DeadLetterConfig is 'SQS'.",
  ],
  [
    `{Type: Schedule, Properties: {Schedule: r, DeadLetterConfig: {Arn: a, Type: SQS}}}`,
    "Event with id [FnE] is invalid. You can either define 'Arn' or 'Type' property of DeadLetterConfig.",
  ],
  [
    `{Type: S3, Properties: {Bucket: b, Events: x}}`,
    'Event with id [E] is invalid. S3 events must reference an S3 bucket in the same template.',
  ],
  [
    `{Type: Cognito, Properties: {UserPool: p, Trigger: PreSignUp}}`,
    'Event with id [E] is invalid. Cognito events must reference a Cognito UserPool in the same template.',
  ],
  [
    `{Type: SNS, Properties: {Topic: t, SqsSubscription: {QueueArn: a}}}`,
    'Event with id [E] is invalid. No QueueARN or QueueURL provided.',
  ],
  [
    `{Type: ScheduleV2, Properties: {ScheduleExpression: r, OmitName: true, Name: n}}`,
    'Event with id [FnE] is invalid. Name cannot be set when OmitName is True',
  ],
  [
    `{Type: Nope, Properties: {}}`,
    'Event with id [E] is invalid. Resource dict has missing or invalid value for key Type. Event Type is: Nope.',
  ],
];

function madeOf({ event: text, others = '{}', isAlias, condition }: Omit<Case, 'title' | 'made'>): Fields {
  const declared = parseTemplateText(others) as Fields;
  const attributes = condition === undefined ? {} : { Condition: condition };
  const invoked = isAlias
    ? new Resource(lambdaAlias, 'FnAliaslive', { attributes })
    : new Resource(lambdaFunction, 'Fn', { attributes });
  const role = new Resource(iamRole, 'FnRole');
  role.set('ManagedPolicyArns', []);
  const { kind, event } = readEvent(functionEvents, 'Fn', 'E', { E: parseTemplateText(text) });
  const context: Partial<EventContext> = {
    region: 'us-east-1',
    partition: 'aws',
    template: { Resources: declared },
    declared,
    parameters: new ParameterResolver({ 'AWS::Region': 'us-east-1' }),
    mappings: new MappingResolver({}),
    function: invoked,
    role,
    linked: kind.linked?.(event, declared) ?? {},
  };
  const resources = kind.toCloudFormation(event, context as EventContext);
  const made: Fields = Object.fromEntries(resources.map((resource) => [resource.logicalId, resource.write()]));
  const added = Object.entries(role.properties).filter(([, value]) => Array.isArray(value) && value.length > 0);
  if (added.length > 0) made.FnRole = Object.fromEntries(added);
  return JSON.parse(JSON.stringify(made)) as Fields;
}

describe("events of SAM's functions", () => {
  it.each(cases)('become what AWS makes of them: $title', ({ made, ...given }) => {
    expect(madeOf(given)).toEqual(parseTemplateText(made));
  });

  it.each(errors)('are refused in the words of AWS: %s', (event, problem) => {
    const refused = () => madeOf({ event });

    expect(refused).toThrow(SamError);
    expect(refused).toThrow(problem);
  });
});
