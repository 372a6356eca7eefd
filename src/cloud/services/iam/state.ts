import type * as Iam from '@aws-sdk/client-iam';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** What roles, users and groups have in common. */
export interface Entity {
  readonly name: string;
  /** `AROA…`, `AIDA…`, `AGPA…`: differs when a name is used again. */
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdMs: number;
  /** Policy documents as sent, by policy name. */
  readonly inlinePolicies: Readonly<Record<string, string>>;
  /** ARNs, in the order of attachment. */
  readonly attachedPolicies: readonly string[];
}

/** An entity that is assumed: its trust policy says by whom. */
export interface Role extends Entity {
  readonly trustPolicy: string;
  readonly description?: string;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundary?: string;
  readonly tags: Tags;
}

/** An entity with credentials of its own, for as long as nobody deletes them. */
export interface User extends Entity {
  readonly permissionsBoundary?: string;
  readonly tags: Tags;
  /** Names of groups. */
  readonly groups: readonly string[];
}

/** Users name their groups, not the other way round. */
export type Group = Entity;

/** Versions never change; a policy changes by making another one its default. */
export interface PolicyVersion {
  readonly versionId: string;
  readonly document: string;
  readonly createdMs: number;
}

/** A customer managed policy. */
export interface ManagedPolicy {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly description?: string;
  readonly createdMs: number;
  readonly updatedMs: number;
  readonly tags: Tags;
  readonly defaultVersionId: string;
  /** Oldest first; numbers are never used again. */
  readonly versions: readonly PolicyVersion[];
  readonly lastVersionNumber: number;
}

/** What EC2 would hand a role to instances with; kept since templates ask for it. */
export interface InstanceProfile {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdMs: number;
  readonly tags: Tags;
  readonly roleName?: string;
}

/** Of a user; the kernel knows the credential, this knows whose it is. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdMs: number;
}

/** An identity provider outside, whose tokens roles may trust. */
export interface OidcProvider {
  readonly arn: string;
  /** Without its scheme: `token.actions.githubusercontent.com`. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdMs: number;
  readonly tags: Tags;
}

/** As GetAccountPasswordPolicy tells it. */
export type PasswordPolicy = Readonly<Iam.PasswordPolicy>;

/** A device that shows codes; a user's only while it has been enabled for one. */
export interface MfaDevice {
  /** Its ARN. */
  readonly serial: string;
  /** In base64. */
  readonly secret: string;
  readonly tags: Tags;
  readonly userName?: string;
  readonly enabledMs?: number;
  /** The thirty seconds whose code was the last to be used up. */
  readonly usedStep?: number;
}

/** An identity provider outside that speaks SAML. */
export interface SamlProvider {
  readonly arn: string;
  /** `SAMLSP…` */
  readonly id: string;
  readonly metadata: string;
  readonly encryption: Iam.AssertionEncryptionModeType;
  readonly createdMs: number;
  readonly validToMs: number;
  readonly tags: Tags;
}

/** That a user may log in to the console; the password is nobody's to read. */
export interface LoginProfile {
  readonly userName: string;
  readonly createdMs: number;
  readonly mustReset: boolean;
}

/** IAM in one account, for all regions. */
export interface IamState {
  /** By name in lower case, as are all but policies: IAM's names are unique regardless of case. */
  readonly roles: Collection<Role>;
  readonly users: Collection<User>;
  readonly groups: Collection<Group>;
  /** By ARN. */
  readonly policies: Collection<ManagedPolicy>;
  readonly instanceProfiles: Collection<InstanceProfile>;
  /** By access key id. */
  readonly accessKeys: Collection<AccessKey>;
  /** By ARN. */
  readonly oidcProviders: Collection<OidcProvider>;
  readonly samlProviders: Collection<SamlProvider>;
  /** By serial number. */
  readonly mfaDevices: Collection<MfaDevice>;
  /** The account's only one, under the key `policy`. */
  readonly passwordPolicies: Collection<PasswordPolicy>;
  /** By user name in lower case. */
  readonly loginProfiles: Collection<LoginProfile>;
  /** The account's only alias, under the key `alias`. */
  readonly settings: Collection<string>;
}

/** Opens the state of one account. */
export const openIamState = (scope: StateScope): IamState => ({
  roles: scope.collection<Role>('roles'),
  users: scope.collection<User>('users'),
  groups: scope.collection<Group>('groups'),
  policies: scope.collection<ManagedPolicy>('policies'),
  instanceProfiles: scope.collection<InstanceProfile>('instance-profiles'),
  accessKeys: scope.collection<AccessKey>('access-keys'),
  oidcProviders: scope.collection<OidcProvider>('oidc-providers'),
  samlProviders: scope.collection<SamlProvider>('saml-providers'),
  mfaDevices: scope.collection<MfaDevice>('mfa-devices'),
  passwordPolicies: scope.collection<PasswordPolicy>('password-policies'),
  loginProfiles: scope.collection<LoginProfile>('login-profiles'),
  settings: scope.collection<string>('settings'),
});
