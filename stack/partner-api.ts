import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  ApiKey,
  CfnAccount,
  CfnStage,
  Deployment,
  EndpointType,
  type IRestApi,
  LogGroupLogDestination,
  MethodLoggingLevel,
  Period,
  RestApi,
  Stage,
} from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ApiFunction } from './api-function.ts';
import type { OrdersTables } from './orders-tables.ts';
import { addCatalog, addProblems, addWebhooks } from './partner-methods.ts';

export interface PartnerApiProps {
  readonly tables: OrdersTables;
}

const noteTimeout = Duration.seconds(10);

/**
 * What partners use: a REST API, since keys with quotas, models, a cache, canaries and integrations without functions are
 * its alone (docs/choosing-an-api.md). Carriers report deliveries, shops look up the catalog.
 */
export class PartnerApi extends Construct {
  readonly rest: RestApi;
  readonly stage: Stage;
  readonly key: ApiKey;
  readonly catalog: Table;
  readonly webhooks: Queue;
  readonly deadWebhooks: Queue;
  readonly functions: { readonly NoteDeliveries: ApiFunction };

  constructor(scope: Construct, id: string, { tables }: PartnerApiProps) {
    super(scope, id);
    this.catalog = new Table(this, 'Catalog', {
      partitionKey: { name: 'sku', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const queue = { enforceSSL: true, removalPolicy: RemovalPolicy.DESTROY };
    this.deadWebhooks = new Queue(this, 'DeadWebhooks', { ...queue, retentionPeriod: Duration.days(14) });
    this.webhooks = new Queue(this, 'Webhooks', {
      ...queue,
      visibilityTimeout: Duration.seconds(6 * noteTimeout.toSeconds()),
      deadLetterQueue: { queue: this.deadWebhooks, maxReceiveCount: 5 },
    });
    this.functions = { NoteDeliveries: this.#createConsumer(tables) };
    this.rest = new RestApi(this, 'Rest', {
      description: 'Partners',
      deploy: false,
      cloudWatchRole: false,
      endpointTypes: [EndpointType.REGIONAL],
    });
    addProblems(this.rest);
    const validator = this.rest.addRequestValidator('Requests', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const gateway = { rest: this.rest, validator };
    addWebhooks(this, gateway, this.webhooks);
    addCatalog(this, gateway, this.catalog);
    this.stage = this.#createStage();
    this.key = this.#createPlan();
  }

  #createConsumer({ orders }: OrdersTables): ApiFunction {
    const consumer = new ApiFunction(this, 'NoteDeliveries', {
      entry: 'note-deliveries',
      timeout: noteTimeout,
      environment: { ORDERS_TABLE: orders.tableName },
    });
    consumer.allow(['dynamodb:UpdateItem'], [orders.tableArn]);
    consumer.lambda.addEventSource(new SqsEventSource(this.webhooks, { batchSize: 10, reportBatchItemFailures: true }));
    return consumer;
  }

  /** A tenth of the requests meets the canary, which is told apart by its stage variable alone until it is promoted. */
  #createStage(): Stage {
    const logs = { retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY };
    const accessLogs = new LogGroup(this, 'AccessLogs', logs);
    // API Gateway writes the canary's lines there, and makes no log groups of its own for accesses.
    new LogGroup(this, 'CanaryAccessLogs', { ...logs, logGroupName: `${accessLogs.logGroupName}/Canary` });
    const deployment = new Deployment(this, 'Deployment', { api: this.rest as IRestApi });
    const stage = new Stage(this, 'Stage', {
      deployment,
      stageName: 'v1',
      variables: { release: 'stable' },
      loggingLevel: MethodLoggingLevel.ERROR,
      metricsEnabled: true,
      tracingEnabled: true,
      throttlingRateLimit: 200,
      throttlingBurstLimit: 400,
      cacheClusterEnabled: true,
      cacheClusterSize: '0.5',
      methodOptions: {
        '/catalog/{sku}/GET': { cachingEnabled: true, cacheTtl: Duration.minutes(5), cacheDataEncrypted: true },
      },
      accessLogDestination: new LogGroupLogDestination(accessLogs),
      accessLogFormat: AccessLogFormat.custom(
        JSON.stringify({
          requestId: '$context.requestId',
          key: '$context.identity.apiKeyId',
          method: '$context.httpMethod',
          resource: '$context.resourcePath',
          status: '$context.status',
          latency: '$context.responseLatency',
          canary: '$context.isCanaryRequest',
          error: '$context.error.message',
        }),
      ),
    });
    const settings = stage.node.defaultChild;
    if (!(settings instanceof CfnStage)) throw new Error('the stage lost its resource');
    settings.canarySetting = {
      percentTraffic: 10,
      stageVariableOverrides: { release: 'canary' },
      useStageCache: false,
    };
    settings.addResourceDependency(this.#letLogsBeWritten());
    Validations.of(stage).acknowledge({
      id: 'AwsSolutions-APIG3',
      reason: 'The reference has no firewall of its own; a team puts its web ACL here.',
    });
    return stage;
  }

  /** One setting for all REST APIs of an account and region: the role by which they write execution logs. */
  #letLogsBeWritten(): CfnAccount {
    const role = new Role(this, 'LogRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason: 'It is the policy that API Gateway asks for; log groups of stages are made by API Gateway itself.',
    });
    return new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
  }

  #createPlan(): ApiKey {
    const key = new ApiKey(this, 'Key', { description: 'The first partner' });
    const plan = this.rest.addUsagePlan('Plan', {
      description: 'What a partner may ask',
      throttle: { rateLimit: 50, burstLimit: 100 },
      quota: { limit: 10_000, period: Period.DAY },
      apiStages: [{ api: this.rest as IRestApi, stage: this.stage }],
    });
    plan.addApiKey(key);
    return key;
  }
}
