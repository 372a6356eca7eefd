import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/* https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_Operations.html and the pages of the data types. */

const id: MemberShape = { required: true, pattern: /^[a-z0-9]{4,7}$/, patternText: '[a-z0-9]{4,7}' };
const strategyId: MemberShape = {
  required: true,
  pattern: /^([a-z0-9]{4,7}|AppConfig\.[A-Za-z0-9]{9,40})$/,
  patternText: '(^[a-z0-9]{4,7}$|^AppConfig\\.[A-Za-z0-9]{9,40}$)',
};
const name: MemberShape = { min: 1, max: 64 };
const longName: MemberShape = { min: 1, max: 128 };
const description: MemberShape = { max: 1024 };
const roleArn: MemberShape = {
  min: 20,
  max: 2048,
  pattern: /^((arn):(aws|aws-cn|aws-iso|aws-iso-[a-z]{1}|aws-us-gov):(iam)::\d{12}:role[/].*)$/,
};
const tags: MemberShape = { max: 50, each: { max: 256 } };
const maxResults: MemberShape = { min: 1, max: 50 };
const nextToken: MemberShape = { min: 1, max: 2048 };
const minutes: MemberShape = { min: 0, max: 1440 };
const growthFactor: MemberShape = { min: 1, max: 100 };
const growthType: MemberShape = { enum: ['LINEAR', 'EXPONENTIAL'] };
const label: MemberShape = { min: 1, max: 64, pattern: /[^0-9]/, patternText: '.*[^0-9].*' };
const monitors: MemberShape = {
  max: 5,
  each: { members: { AlarmArn: { required: true, min: 1, max: 2048 }, AlarmRoleArn: roleArn } },
};
const validators: MemberShape = {
  max: 2,
  each: {
    members: {
      Type: { required: true, enum: ['JSON_SCHEMA', 'LAMBDA'] },
      Content: { required: true, max: 32_768, sensitive: true },
    },
  },
};
const deletionCheck: MemberShape = { enum: ['ACCOUNT_DEFAULT', 'APPLY', 'BYPASS'] };
const taggable: MemberShape = {
  required: true,
  min: 20,
  max: 2048,
  pattern: /^arn:(aws[a-zA-Z-]*)?:[a-z]+:([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1})?:(\d{12})?:[a-zA-Z0-9-_/:.]+$/,
  patternText: 'arn:(aws[a-zA-Z-]*)?:[a-z]+:([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1})?:(\\d{12})?:[a-zA-Z0-9-_/:.]+',
};
const needed = (shape: MemberShape): MemberShape => ({ required: true, ...shape });
const listed: InputShape = { MaxResults: maxResults, NextToken: nextToken };
const inApplication: InputShape = { ApplicationId: id };
const inEnvironment: InputShape = { ApplicationId: id, EnvironmentId: id };
const inProfile: InputShape = { ApplicationId: id, ConfigurationProfileId: id };
const number: MemberShape = { required: true };

/** Constraints of inputs. */
export const appConfigShapes: Readonly<Record<string, InputShape>> = {
  CreateApplication: { Name: needed(name), Description: description, Tags: tags },
  GetApplication: inApplication,
  UpdateApplication: { ApplicationId: id, Name: name, Description: description },
  DeleteApplication: inApplication,
  ListApplications: listed,
  CreateEnvironment: {
    ApplicationId: id,
    Name: needed(name),
    Description: description,
    Monitors: monitors,
    Tags: tags,
  },
  GetEnvironment: inEnvironment,
  UpdateEnvironment: { ...inEnvironment, Name: name, Description: description, Monitors: monitors },
  DeleteEnvironment: { ...inEnvironment, DeletionProtectionCheck: deletionCheck },
  ListEnvironments: { ...inApplication, ...listed },
  CreateConfigurationProfile: {
    ApplicationId: id,
    Name: needed(longName),
    Description: description,
    LocationUri: { required: true, min: 1, max: 2048 },
    RetrievalRoleArn: roleArn,
    Validators: validators,
    Tags: tags,
    Type: { pattern: /^[a-zA-Z.]+$/, patternText: '^[a-zA-Z\\.]+' },
  },
  GetConfigurationProfile: inProfile,
  UpdateConfigurationProfile: {
    ...inProfile,
    Name: longName,
    Description: description,
    RetrievalRoleArn: roleArn,
    Validators: validators,
  },
  DeleteConfigurationProfile: { ...inProfile, DeletionProtectionCheck: deletionCheck },
  ListConfigurationProfiles: { ...inApplication, ...listed, Type: { pattern: /^[a-zA-Z.]+$/ } },
  ValidateConfiguration: { ...inProfile, ConfigurationVersion: { required: true, min: 1, max: 1024 } },
  CreateHostedConfigurationVersion: {
    ...inProfile,
    Description: description,
    Content: { required: true, sensitive: true },
    ContentType: { required: true, min: 1, max: 255 },
    VersionLabel: label,
  },
  GetHostedConfigurationVersion: { ...inProfile, VersionNumber: number },
  DeleteHostedConfigurationVersion: { ...inProfile, VersionNumber: number },
  ListHostedConfigurationVersions: { ...inProfile, ...listed, VersionLabel: { min: 1, max: 64 } },
  CreateDeploymentStrategy: {
    Name: needed(name),
    Description: description,
    DeploymentDurationInMinutes: needed(minutes),
    FinalBakeTimeInMinutes: minutes,
    GrowthFactor: needed(growthFactor),
    GrowthType: growthType,
    ReplicateTo: { enum: ['NONE', 'SSM_DOCUMENT'] },
    Tags: tags,
  },
  GetDeploymentStrategy: { DeploymentStrategyId: strategyId },
  UpdateDeploymentStrategy: {
    DeploymentStrategyId: strategyId,
    Description: description,
    DeploymentDurationInMinutes: minutes,
    FinalBakeTimeInMinutes: minutes,
    GrowthFactor: growthFactor,
    GrowthType: growthType,
  },
  DeleteDeploymentStrategy: { DeploymentStrategyId: strategyId },
  ListDeploymentStrategies: listed,
  StartDeployment: {
    ...inEnvironment,
    DeploymentStrategyId: strategyId,
    ConfigurationProfileId: id,
    ConfigurationVersion: { required: true, min: 1, max: 1024 },
    Description: description,
    Tags: tags,
  },
  GetDeployment: { ...inEnvironment, DeploymentNumber: number },
  StopDeployment: { ...inEnvironment, DeploymentNumber: number },
  ListDeployments: { ...inEnvironment, ...listed },
  GetConfiguration: {
    Application: needed(name),
    Environment: needed(name),
    Configuration: needed(name),
    ClientId: needed(name),
    ClientConfigurationVersion: { min: 1, max: 1024 },
  },
  ListTagsForResource: { ResourceArn: taggable },
  TagResource: { ResourceArn: taggable, Tags: needed(tags) },
  UntagResource: { ResourceArn: taggable, TagKeys: { required: true, max: 50, each: { min: 1, max: 128 } } },
  UpdateAccountSettings: {
    DeletionProtection: { members: { ProtectionPeriodInMinutes: { min: 15, max: 1440 } } },
  },
};
