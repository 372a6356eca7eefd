import type { AnyService } from './service-kit/contract.ts';
import { apigateway } from './services/apigateway/service.ts';
import { apigatewayv2 } from './services/apigatewayv2/service.ts';
import { appconfigdata } from './services/appconfig/data/service.ts';
import { appconfig } from './services/appconfig/service.ts';
import { applicationAutoScaling } from './services/applicationautoscaling/service.ts';
import { cloudcontrol } from './services/cloudcontrol/service.ts';
import { cloudformation } from './services/cloudformation/service.ts';
import { cloudwatch } from './services/cloudwatch/service.ts';
import { codedeploy } from './services/codedeploy/service.ts';
import { dynamodb } from './services/dynamodb/service.ts';
import { dynamodbstreams } from './services/dynamodb/streams/service.ts';
import { ec2 } from './services/ec2/service.ts';
import { ecr } from './services/ecr/service.ts';
import { events } from './services/events/service.ts';
import { firehose } from './services/firehose/service.ts';
import { iam } from './services/iam/service.ts';
import { kinesis } from './services/kinesis/service.ts';
import { kms } from './services/kms/service.ts';
import { lambda } from './services/lambda/service.ts';
import { logs } from './services/logs/service.ts';
import { pipes } from './services/pipes/service.ts';
import { resourceGroupsTaggingApi } from './services/resourcegroupstaggingapi/service.ts';
import { s3 } from './services/s3/service.ts';
import { scheduler } from './services/scheduler/service.ts';
import { secretsmanager } from './services/secretsmanager/service.ts';
import { sns } from './services/sns/service.ts';
import { sqs } from './services/sqs/service.ts';
import { ssm } from './services/ssm/service.ts';
import { states } from './services/states/service.ts';
import { sts } from './services/sts/service.ts';

/** Every service of the cloud. The only file that names them all; a new service is a new line here. */
export const registry: readonly AnyService[] = [
  apigateway,
  apigatewayv2,
  appconfig,
  appconfigdata,
  applicationAutoScaling,
  cloudcontrol,
  cloudformation,
  cloudwatch,
  codedeploy,
  dynamodb,
  dynamodbstreams,
  ec2,
  ecr,
  iam,
  kms,
  lambda,
  logs,
  resourceGroupsTaggingApi,
  s3,
  secretsmanager,
  events,
  firehose,
  kinesis,
  pipes,
  scheduler,
  sns,
  sqs,
  ssm,
  states,
  sts,
];
