import type { InputShape, MemberShape } from '../../service-kit/shapes.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html, and the members of each operation there. */
const nameOf = (max: number): MemberShape => ({
  required: true,
  min: 1,
  max,
  pattern: /^[\w+=,.@-]+$/,
  patternText: '[\\w+=,.@-]+',
});
const roleName = nameOf(64);
const userName = nameOf(64);
const groupName = nameOf(128);
const policyName = nameOf(128);
const profileName = nameOf(128);
const optional = (shape: MemberShape): MemberShape => ({ ...shape, required: false });

const path: MemberShape = {
  min: 1,
  max: 512,
  pattern: /^(?:\/|\/[!-~]+\/)$/,
  patternText: '(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)',
};
const document: MemberShape = { required: true, min: 1, max: 131_072 };
const arn: MemberShape = { required: true, min: 20, max: 2048 };
const description: MemberShape = { max: 1000 };
const sessionSeconds: MemberShape = { min: 3600, max: 43_200 };
const tags: MemberShape = {
  max: 50,
  each: { members: { Key: { required: true, min: 1, max: 128 }, Value: { required: true, max: 256 } } },
};
const tagKeys: MemberShape = { required: true, max: 50, each: { min: 1, max: 128 } };
const pages: InputShape = { Marker: { min: 1 }, MaxItems: { min: 1, max: 1000 } };
const versionId: MemberShape = {
  required: true,
  pattern: /^v[1-9]\d*(\.[A-Za-z0-9-]*)?$/,
  patternText: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?',
};
const alias: MemberShape = {
  required: true,
  min: 3,
  max: 63,
  pattern: /^[a-z0-9]([a-z0-9]|-(?!-))*[a-z0-9]$/,
  patternText: '[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]',
};

const thumbprints: MemberShape = { max: 5, each: { min: 40, max: 40 } };

/** The operations that roles, users and groups have alike. */
const policiesOf = (noun: 'Role' | 'User' | 'Group', name: MemberShape): Readonly<Record<string, InputShape>> => ({
  [`Put${noun}Policy`]: { [`${noun}Name`]: name, PolicyName: policyName, PolicyDocument: document },
  [`Get${noun}Policy`]: { [`${noun}Name`]: name, PolicyName: policyName },
  [`Delete${noun}Policy`]: { [`${noun}Name`]: name, PolicyName: policyName },
  [`List${noun}Policies`]: { [`${noun}Name`]: name, ...pages },
  [`Attach${noun}Policy`]: { [`${noun}Name`]: name, PolicyArn: arn },
  [`Detach${noun}Policy`]: { [`${noun}Name`]: name, PolicyArn: arn },
  [`ListAttached${noun}Policies`]: { [`${noun}Name`]: name, ...pages },
});

const roles: Readonly<Record<string, InputShape>> = {
  CreateRole: {
    Path: path,
    RoleName: roleName,
    AssumeRolePolicyDocument: document,
    Description: description,
    MaxSessionDuration: sessionSeconds,
    PermissionsBoundary: optional(arn),
    Tags: tags,
  },
  GetRole: { RoleName: roleName },
  ListRoles: pages,
  UpdateRole: { RoleName: roleName, Description: description, MaxSessionDuration: sessionSeconds },
  UpdateRoleDescription: { RoleName: roleName, Description: { required: true, max: 1000 } },
  UpdateAssumeRolePolicy: { RoleName: roleName, PolicyDocument: document },
  DeleteRole: { RoleName: roleName },
  PutRolePermissionsBoundary: { RoleName: roleName, PermissionsBoundary: arn },
  DeleteRolePermissionsBoundary: { RoleName: roleName },
  TagRole: { RoleName: roleName, Tags: { required: true, ...tags } },
  UntagRole: { RoleName: roleName, TagKeys: tagKeys },
  ListRoleTags: { RoleName: roleName, ...pages },
  CreateServiceLinkedRole: { AWSServiceName: { required: true, min: 1, max: 128 }, Description: description },
  ...policiesOf('Role', roleName),
};

const policies: Readonly<Record<string, InputShape>> = {
  CreatePolicy: {
    PolicyName: policyName,
    Path: path,
    PolicyDocument: document,
    Description: description,
    Tags: tags,
  },
  GetPolicy: { PolicyArn: arn },
  ListPolicies: pages,
  DeletePolicy: { PolicyArn: arn },
  ListEntitiesForPolicy: { PolicyArn: arn, ...pages },
  CreatePolicyVersion: { PolicyArn: arn, PolicyDocument: document },
  GetPolicyVersion: { PolicyArn: arn, VersionId: versionId },
  ListPolicyVersions: { PolicyArn: arn, ...pages },
  SetDefaultPolicyVersion: { PolicyArn: arn, VersionId: versionId },
  DeletePolicyVersion: { PolicyArn: arn, VersionId: versionId },
  TagPolicy: { PolicyArn: arn, Tags: { required: true, ...tags } },
  UntagPolicy: { PolicyArn: arn, TagKeys: tagKeys },
  ListPolicyTags: { PolicyArn: arn, ...pages },
};

const usersAndGroups: Readonly<Record<string, InputShape>> = {
  CreateUser: { Path: path, UserName: userName, PermissionsBoundary: optional(arn), Tags: tags },
  GetUser: { UserName: optional(userName) },
  ListUsers: pages,
  UpdateUser: { UserName: userName, NewPath: path, NewUserName: optional(userName) },
  DeleteUser: { UserName: userName },
  PutUserPermissionsBoundary: { UserName: userName, PermissionsBoundary: arn },
  TagUser: { UserName: userName, Tags: { required: true, ...tags } },
  UntagUser: { UserName: userName, TagKeys: tagKeys },
  CreateAccessKey: { UserName: optional(userName) },
  UpdateAccessKey: { Status: { required: true, enum: ['Active', 'Inactive', 'Expired'] } },
  CreateGroup: { Path: path, GroupName: groupName },
  GetGroup: { GroupName: groupName, ...pages },
  DeleteGroup: { GroupName: groupName },
  AddUserToGroup: { GroupName: groupName, UserName: userName },
  RemoveUserFromGroup: { GroupName: groupName, UserName: userName },
  ...policiesOf('User', userName),
  ...policiesOf('Group', groupName),
};

const serial: MemberShape = {
  required: true,
  min: 9,
  max: 256,
  pattern: /^[\w+=/:,.@-]+$/,
  patternText: '[\\w+=/:,.@-]+',
};
const code: MemberShape = { required: true, min: 6, max: 6, pattern: /^\d+$/, patternText: '[\\d]+' };
const encryption: MemberShape = { enum: ['Required', 'Allowed'] };
const metadata: MemberShape = { min: 1000, max: 10_000_000 };

const logins: Readonly<Record<string, InputShape>> = {
  CreateSAMLProvider: {
    SAMLMetadataDocument: { required: true, ...metadata },
    Name: { required: true, min: 1, max: 128, pattern: /^[\w._-]+$/, patternText: '[\\w._-]+' },
    Tags: tags,
    AssertionEncryptionMode: encryption,
  },
  GetSAMLProvider: { SAMLProviderArn: arn },
  UpdateSAMLProvider: { SAMLMetadataDocument: metadata, SAMLProviderArn: arn, AssertionEncryptionMode: encryption },
  DeleteSAMLProvider: { SAMLProviderArn: arn },
  TagSAMLProvider: { SAMLProviderArn: arn, Tags: { required: true, ...tags } },
  UntagSAMLProvider: { SAMLProviderArn: arn, TagKeys: tagKeys },
  ListSAMLProviderTags: { SAMLProviderArn: arn, ...pages },
  CreateVirtualMFADevice: {
    Path: path,
    VirtualMFADeviceName: { required: true, min: 1, max: 226, pattern: /^[\w+=,.@-]+$/, patternText: '[\\w+=,.@-]+' },
    Tags: tags,
  },
  DeleteVirtualMFADevice: { SerialNumber: serial },
  EnableMFADevice: {
    UserName: nameOf(128),
    SerialNumber: serial,
    AuthenticationCode1: code,
    AuthenticationCode2: code,
  },
  DeactivateMFADevice: { UserName: optional(nameOf(128)), SerialNumber: serial },
  ResyncMFADevice: {
    UserName: nameOf(128),
    SerialNumber: serial,
    AuthenticationCode1: code,
    AuthenticationCode2: code,
  },
  ListMFADevices: { UserName: optional(nameOf(128)), ...pages },
  ListVirtualMFADevices: { AssignmentStatus: { enum: ['Assigned', 'Unassigned', 'Any'] }, ...pages },
  TagMFADevice: { SerialNumber: serial, Tags: { required: true, ...tags } },
  UntagMFADevice: { SerialNumber: serial, TagKeys: tagKeys },
  ListMFADeviceTags: { SerialNumber: serial, ...pages },
  UpdateAccountPasswordPolicy: {
    MinimumPasswordLength: { min: 6, max: 128 },
    MaxPasswordAge: { min: 1, max: 1095 },
    PasswordReusePrevention: { min: 1, max: 24 },
  },
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
export const iamShapes: Readonly<Record<string, InputShape>> = {
  ...roles,
  ...policies,
  ...usersAndGroups,
  ...logins,
  CreateOpenIDConnectProvider: {
    Url: { required: true, min: 1, max: 255 },
    ClientIDList: { each: { min: 1, max: 255 } },
    ThumbprintList: thumbprints,
    Tags: tags,
  },
  UpdateOpenIDConnectProviderThumbprint: {
    OpenIDConnectProviderArn: arn,
    ThumbprintList: { required: true, ...thumbprints },
  },
  GetOpenIDConnectProvider: { OpenIDConnectProviderArn: arn },
  DeleteOpenIDConnectProvider: { OpenIDConnectProviderArn: arn },
  CreateLoginProfile: { UserName: optional(userName), Password: { min: 1, max: 128, sensitive: true } },
  GetLoginProfile: { UserName: optional(userName) },
  UpdateLoginProfile: { UserName: userName },
  DeleteLoginProfile: { UserName: optional(userName) },
  UpdateGroup: { GroupName: groupName, NewPath: path, NewGroupName: optional(groupName) },
  SimulatePrincipalPolicy: { PolicySourceArn: arn, ActionNames: { required: true }, ...pages },
  SimulateCustomPolicy: { PolicyInputList: { required: true }, ActionNames: { required: true }, ...pages },
  GetAccountAuthorizationDetails: pages,
  CreateInstanceProfile: { InstanceProfileName: profileName, Path: path, Tags: tags },
  GetInstanceProfile: { InstanceProfileName: profileName },
  DeleteInstanceProfile: { InstanceProfileName: profileName },
  AddRoleToInstanceProfile: { InstanceProfileName: profileName, RoleName: roleName },
  RemoveRoleFromInstanceProfile: { InstanceProfileName: profileName, RoleName: roleName },
  CreateAccountAlias: { AccountAlias: alias },
  DeleteAccountAlias: { AccountAlias: alias },
};
