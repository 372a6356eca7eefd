import type { InputShape } from '../../service-kit/shapes.ts';

// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html

const newStackName = {
  required: true,
  min: 1,
  max: 128,
  pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/,
  patternText: '[a-zA-Z][-a-zA-Z0-9]*',
};

const stackNameOrId = {
  min: 1,
  pattern: /^([a-zA-Z][-a-zA-Z0-9]*)$|^(arn:\b(aws|aws-us-gov|aws-cn)\b:[-a-zA-Z0-9:/._+]*)$/,
  patternText: '([a-zA-Z][-a-zA-Z0-9]*)|(arn:\\b(aws|aws-us-gov|aws-cn)\\b:[-a-zA-Z0-9:/._+]*)',
};

const changeSetNameOrId = {
  required: true,
  min: 1,
  max: 1600,
  pattern: /^[a-zA-Z][-a-zA-Z0-9]*$|^arn:[-a-zA-Z0-9:/]*$/,
  patternText: '[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*',
};

const newChangeSetName = {
  required: true,
  min: 1,
  max: 128,
  pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/,
  patternText: '[a-zA-Z][-a-zA-Z0-9]*',
};

const tags = {
  max: 50,
  each: { members: { Key: { required: true, min: 1, max: 128 }, Value: { required: true, max: 256 } } },
};

const token = { min: 1, max: 128, pattern: /^[a-zA-Z0-9][-a-zA-Z0-9]*$/, patternText: '[a-zA-Z0-9][-a-zA-Z0-9]*' };

const roleArn = { min: 20, max: 2048 };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackConfiguration.html */
const rollbackConfiguration = {
  members: {
    RollbackTriggers: { max: 5, each: { members: { Arn: { required: true }, Type: { required: true } } } },
    MonitoringTimeInMinutes: { min: 0, max: 180 },
  },
};

const required = { required: true };

/** What is checked before an operation is called. Operations that are not named here check their input themselves. */
export const cloudFormationShapes: Readonly<Record<string, InputShape>> = {
  CancelUpdateStack: { StackName: { ...stackNameOrId, ...required } },
  ContinueUpdateRollback: { StackName: { ...stackNameOrId, ...required } },
  CreateChangeSet: {
    StackName: { ...stackNameOrId, ...required },
    ChangeSetName: newChangeSetName,
    Tags: tags,
    RoleARN: roleArn,
    RollbackConfiguration: rollbackConfiguration,
    ChangeSetType: { enum: ['CREATE', 'UPDATE', 'IMPORT'] },
    Description: { min: 1, max: 1024 },
  },
  CreateStack: {
    StackName: newStackName,
    Tags: tags,
    RoleARN: roleArn,
    ClientRequestToken: token,
    RollbackConfiguration: rollbackConfiguration,
    OnFailure: { enum: ['DO_NOTHING', 'ROLLBACK', 'DELETE'] },
    TimeoutInMinutes: { min: 1 },
  },
  CreateStackSet: {
    StackSetName: newStackName,
    Description: { min: 1, max: 1024 },
    Tags: tags,
    AdministrationRoleARN: roleArn,
    ExecutionRoleName: { min: 1, max: 64, pattern: /^[a-zA-Z_0-9+=,.@-]+$/, patternText: '[a-zA-Z_0-9+=,.@-]+' },
    ClientRequestToken: token,
    PermissionModel: { enum: ['SERVICE_MANAGED', 'SELF_MANAGED'] },
  },
  DeleteChangeSet: { ChangeSetName: changeSetNameOrId },
  DeleteStack: { StackName: required, ClientRequestToken: token },
  DescribeChangeSet: { ChangeSetName: changeSetNameOrId },
  DescribeStackEvents: { StackName: required },
  DescribeStackResource: { StackName: required, LogicalResourceId: required },
  ExecuteChangeSet: { ChangeSetName: changeSetNameOrId, ClientRequestToken: token },
  GetStackPolicy: { StackName: required },
  ListChangeSets: { StackName: { ...stackNameOrId, ...required } },
  ListImports: { ExportName: required },
  ListStackResources: { StackName: required },
  ListTypes: {
    Visibility: { enum: ['PUBLIC', 'PRIVATE'] },
    ProvisioningType: { enum: ['NON_PROVISIONABLE', 'IMMUTABLE', 'FULLY_MUTABLE'] },
    DeprecatedStatus: { enum: ['LIVE', 'DEPRECATED'] },
    Type: { enum: ['RESOURCE', 'MODULE', 'HOOK'] },
    Filters: { members: { Category: { enum: ['REGISTERED', 'ACTIVATED', 'THIRD_PARTY', 'AWS_TYPES'] } } },
    MaxResults: { min: 1, max: 100 },
    NextToken: { min: 1, max: 1024 },
  },
  RollbackStack: { StackName: { ...stackNameOrId, ...required } },
  SignalResource: {
    StackName: { ...stackNameOrId, ...required },
    UniqueId: { required: true, min: 1, max: 64 },
    Status: { required: true, enum: ['FAILURE', 'SUCCESS'] },
  },
  SetStackPolicy: { StackName: required, StackPolicyBody: { min: 1, max: 16_384 } },
  UpdateStack: {
    StackName: required,
    RollbackConfiguration: rollbackConfiguration,
    Tags: tags,
    RoleARN: roleArn,
    ClientRequestToken: token,
  },
  UpdateTerminationProtection: { StackName: { ...stackNameOrId, ...required }, EnableTerminationProtection: required },
};
