import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/* https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html and the pages of the data types. */

const arn: MemberShape = { required: true, min: 1, max: 256 };
const longArn: MemberShape = { required: true, min: 1, max: 2000 };
const name: MemberShape = { min: 1, max: 80 };
const named: MemberShape = { required: true, ...name };
const token: MemberShape = { min: 1, max: 1024 };
const maxResults: MemberShape = { min: 0, max: 1000 };
const includedData: MemberShape = { enum: ['ALL_DATA', 'METADATA_ONLY'] };
const definition: MemberShape = { min: 1, max: 1_048_576, sensitive: true };
const data: MemberShape = { max: 262_144, sensitive: true };
const error: MemberShape = { min: 0, max: 256, sensitive: true };
const cause: MemberShape = { min: 0, max: 32_768, sensitive: true };
const taskToken: MemberShape = { required: true, min: 1, max: 2048 };
const description: MemberShape = { max: 256, sensitive: true };
const tags: MemberShape = { each: { members: { key: { min: 1, max: 128 }, value: { min: 0, max: 256 } } } };
const machineType: MemberShape = { enum: ['STANDARD', 'EXPRESS'] };

const encryption: MemberShape = {
  members: {
    kmsKeyId: { min: 1, max: 2048 },
    kmsDataKeyReusePeriodSeconds: { min: 60, max: 900 },
    type: { required: true, enum: ['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY'] },
  },
};

const logging: MemberShape = {
  members: {
    level: { enum: ['ALL', 'ERROR', 'FATAL', 'OFF'] },
    destinations: {
      each: { members: { cloudWatchLogsLogGroup: { members: { logGroupArn: { min: 1, max: 256 } } } } },
    },
  },
};

const characters = String.raw`^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$`;
const aliasName: MemberShape = { ...named, pattern: new RegExp(characters), patternText: characters };

const routing: MemberShape = {
  min: 1,
  max: 2,
  each: {
    structure: 'RoutingConfigurationListItem',
    members: {
      stateMachineVersionArn: { required: true, min: 1, max: 256 },
      weight: { required: true, min: 0, max: 100 },
    },
  },
};

const traceHeader: MemberShape = {
  min: 0,
  max: 256,
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII.
  pattern: /^[\u0000-\u007f]*$/,
  patternText: String.raw`\p{ASCII}*`,
};
const starting: InputShape = { stateMachineArn: arn, name, input: data, traceHeader };

/** Constraints of inputs. */
export const statesShapes: Readonly<Record<string, InputShape>> = {
  CreateStateMachine: {
    name: named,
    definition: { required: true, ...definition },
    roleArn: arn,
    type: machineType,
    loggingConfiguration: logging,
    tags,
    versionDescription: description,
    encryptionConfiguration: encryption,
  },
  UpdateStateMachine: {
    stateMachineArn: arn,
    definition,
    roleArn: { min: 1, max: 256 },
    loggingConfiguration: logging,
    versionDescription: description,
    encryptionConfiguration: encryption,
  },
  DescribeStateMachine: { stateMachineArn: arn, includedData },
  DeleteStateMachine: { stateMachineArn: arn },
  ListStateMachines: { maxResults, nextToken: token },
  ValidateStateMachineDefinition: {
    definition: { required: true, ...definition },
    type: machineType,
    severity: { enum: ['ERROR', 'WARNING'] },
    maxResults: { min: 0, max: 100 },
  },
  TestState: {
    definition: { required: true, ...definition },
    roleArn: { min: 1, max: 256 },
    input: data,
    inspectionLevel: { enum: ['INFO', 'DEBUG', 'TRACE'] },
    variables: data,
    stateName: { min: 1, max: 80, sensitive: true },
    mock: {
      members: {
        result: data,
        errorOutput: { members: { error, cause } },
        fieldValidationMode: { enum: ['STRICT', 'PRESENT', 'NONE'] },
      },
    },
    context: data,
    stateConfiguration: {
      members: {
        retrierRetryCount: { min: 0 },
        errorCausedByState: { min: 1, max: 80, sensitive: true },
        mapIterationFailureCount: { min: 0 },
        mapItemReaderData: data,
      },
    },
  },
  PublishStateMachineVersion: { stateMachineArn: arn, description },
  DeleteStateMachineVersion: { stateMachineVersionArn: longArn },
  ListStateMachineVersions: { stateMachineArn: arn, nextToken: token, maxResults },
  CreateStateMachineAlias: {
    description,
    name: aliasName,
    routingConfiguration: { required: true, ...routing },
  },
  UpdateStateMachineAlias: { stateMachineAliasArn: arn, description, routingConfiguration: routing },
  DescribeStateMachineAlias: { stateMachineAliasArn: arn },
  DeleteStateMachineAlias: { stateMachineAliasArn: arn },
  ListStateMachineAliases: { stateMachineArn: arn, nextToken: token, maxResults },
  StartExecution: starting,
  StartSyncExecution: { ...starting, includedData },
  StopExecution: { executionArn: arn, error, cause },
  RedriveExecution: { executionArn: arn, clientToken: { min: 1, max: 64 } },
  DescribeExecution: { executionArn: arn, includedData },
  DescribeStateMachineForExecution: { executionArn: arn, includedData },
  GetExecutionHistory: { executionArn: arn, maxResults, nextToken: token },
  ListExecutions: {
    stateMachineArn: { min: 1, max: 256 },
    statusFilter: { enum: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'] },
    maxResults,
    nextToken: { min: 1, max: 3096 },
    mapRunArn: { min: 1, max: 2000 },
    redriveFilter: { enum: ['REDRIVEN', 'NOT_REDRIVEN'] },
  },
  DescribeMapRun: { mapRunArn: longArn },
  ListMapRuns: { executionArn: arn, maxResults, nextToken: token },
  UpdateMapRun: {
    mapRunArn: longArn,
    maxConcurrency: { min: 0 },
    toleratedFailurePercentage: { min: 0, max: 100 },
    toleratedFailureCount: { min: 0 },
  },
  CreateActivity: { name: named, tags, encryptionConfiguration: encryption },
  DescribeActivity: { activityArn: arn },
  DeleteActivity: { activityArn: arn },
  ListActivities: { maxResults, nextToken: token },
  GetActivityTask: { activityArn: arn, workerName: name },
  SendTaskSuccess: { taskToken, output: { required: true, ...data } },
  SendTaskFailure: { taskToken, error, cause },
  SendTaskHeartbeat: { taskToken },
  ListTagsForResource: { resourceArn: arn },
  TagResource: { resourceArn: arn, tags: { required: true, ...tags } },
  UntagResource: { resourceArn: arn, tagKeys: { required: true, each: { min: 1, max: 128 } } },
};
