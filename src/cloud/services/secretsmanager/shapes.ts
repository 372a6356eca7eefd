import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html */
const secretId: MemberShape = { required: true, min: 1, max: 2048 };
const name: MemberShape = { required: true, min: 1, max: 512 };
const description: MemberShape = { max: 2048 };
const kmsKeyId: MemberShape = { max: 2048 };
const value: MemberShape = { min: 1, max: 65_536, sensitive: true };
const stage: MemberShape = { min: 1, max: 256 };
const versionId: MemberShape = { min: 32, max: 64 };
const policy: MemberShape = { required: true, min: 1, max: 20_480 };
const tags: MemberShape = { each: { members: { Key: { min: 1, max: 128 }, Value: { max: 256 } } } };
const filters: MemberShape = {
  max: 10,
  each: {
    members: {
      Key: { enum: ['description', 'name', 'tag-key', 'tag-value', 'primary-region', 'owning-service', 'all'] },
      Values: {
        min: 1,
        max: 10,
        each: {
          max: 512,
          pattern: /^!?[a-zA-Z0-9 :_@/+=.!-]*$/,
          patternText: '^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$',
        },
      },
    },
  },
};
const region: MemberShape = { min: 1, max: 128, pattern: /^([a-z]+-)+\d+$/, patternText: '^([a-z]+-)+\\d+$' };
const replicas: MemberShape = {
  min: 1,
  each: { members: { Region: region, KmsKeyId: kmsKeyId } },
};
const nextToken: MemberShape = { min: 1, max: 4096 };

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Operations.html */
export const secretsManagerShapes: Readonly<Record<string, InputShape>> = {
  BatchGetSecretValue: {
    SecretIdList: { min: 1, max: 20 },
    Filters: filters,
    MaxResults: { min: 1, max: 20 },
    NextToken: nextToken,
  },
  CancelRotateSecret: { SecretId: secretId },
  CreateSecret: {
    Name: name,
    Description: description,
    KmsKeyId: kmsKeyId,
    SecretBinary: value,
    SecretString: value,
    Tags: tags,
    AddReplicaRegions: replicas,
  },
  RemoveRegionsFromReplication: {
    SecretId: secretId,
    RemoveReplicaRegions: { required: true, min: 1, each: region },
  },
  ReplicateSecretToRegions: { SecretId: secretId, AddReplicaRegions: { required: true, ...replicas } },
  StopReplicationToReplica: { SecretId: secretId },
  DeleteResourcePolicy: { SecretId: secretId },
  DeleteSecret: { SecretId: secretId },
  DescribeSecret: { SecretId: secretId },
  GetRandomPassword: { PasswordLength: { min: 1, max: 4096 }, ExcludeCharacters: { max: 4096 } },
  GetResourcePolicy: { SecretId: secretId },
  GetSecretValue: { SecretId: secretId, VersionId: versionId, VersionStage: stage },
  ListSecretVersionIds: { SecretId: secretId, MaxResults: { min: 1, max: 100 }, NextToken: nextToken },
  ListSecrets: {
    MaxResults: { min: 1, max: 100 },
    NextToken: nextToken,
    Filters: filters,
    SortOrder: { enum: ['asc', 'desc'] },
    SortBy: { enum: ['created-date', 'last-accessed-date', 'last-changed-date', 'name'] },
  },
  PutResourcePolicy: { SecretId: secretId, ResourcePolicy: policy },
  PutSecretValue: {
    SecretId: secretId,
    SecretBinary: value,
    SecretString: value,
    VersionStages: { min: 1, max: 20, each: stage },
  },
  RestoreSecret: { SecretId: secretId },
  RotateSecret: {
    SecretId: secretId,
    RotationLambdaARN: { max: 2048 },
    RotationRules: {
      members: {
        AutomaticallyAfterDays: { min: 1, max: 1000 },
        Duration: { min: 2, max: 3, pattern: /^[0-9h]+$/, patternText: '[0-9h]+' },
        ScheduleExpression: {
          min: 1,
          max: 256,
          pattern: /^[0-9A-Za-z(#?*\-/, )]+$/,
          patternText: '[0-9A-Za-z\\(\\)#\\?\\*\\-\\/, ]+',
        },
      },
    },
  },
  TagResource: { SecretId: secretId, Tags: { required: true, ...tags } },
  UntagResource: { SecretId: secretId, TagKeys: { required: true, each: { min: 1, max: 128 } } },
  UpdateSecret: {
    SecretId: secretId,
    Description: description,
    KmsKeyId: kmsKeyId,
    SecretBinary: value,
    SecretString: value,
  },
  UpdateSecretVersionStage: {
    SecretId: secretId,
    VersionStage: { required: true, ...stage },
    RemoveFromVersionId: versionId,
    MoveToVersionId: versionId,
  },
  ValidateResourcePolicy: { SecretId: { min: 1, max: 2048 }, ResourcePolicy: policy },
};
