import type { DeploymentEventType, Monitor, TriggeredBy, Validator } from '@aws-sdk/client-appconfig';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

interface Resource {
  readonly id: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly arn: string;
  readonly tags: Tags;
  /** Which of all it is: lists are in the order of creation. */
  readonly order: number;
}

export interface Application extends Resource {}

export interface Environment extends Resource {
  readonly applicationId: string;
  readonly monitors: readonly Monitor[];
}

export interface Profile extends Resource {
  readonly applicationId: string;
  readonly locationUri: string;
  readonly retrievalRoleArn?: string | undefined;
  readonly type: string;
  readonly validators: readonly Validator[];
  readonly kmsKeyIdentifier?: string | undefined;
  /** Of the last hosted version; numbers of deleted ones do not come again. */
  readonly lastVersion: number;
}

/** Content as the world keeps it. */
export interface Content {
  readonly base64: string;
  readonly contentType: string;
}

export interface HostedVersion extends Content {
  readonly applicationId: string;
  readonly profileId: string;
  readonly number: number;
  readonly description?: string | undefined;
  readonly label?: string | undefined;
  readonly kmsKeyArn?: string | undefined;
}

/** How a deployment grows. */
export interface Growth {
  readonly durationMinutes: number;
  readonly growthType: 'LINEAR' | 'EXPONENTIAL';
  readonly growthFactor: number;
  readonly bakeMinutes: number;
}

export interface Strategy extends Resource, Growth {
  readonly replicateTo: 'NONE' | 'SSM_DOCUMENT';
}

export type DeploymentState = 'DEPLOYING' | 'BAKING' | 'COMPLETE' | 'ROLLED_BACK' | 'REVERTED';

export interface DeploymentRecord {
  readonly type: DeploymentEventType;
  readonly triggeredBy: TriggeredBy;
  readonly description: string;
  readonly atMs: number;
}

export interface Deployment extends Growth, Content {
  readonly applicationId: string;
  readonly environmentId: string;
  readonly profileId: string;
  readonly strategyId: string;
  readonly number: number;
  readonly profileName: string;
  readonly profileType: string;
  readonly locationUri: string;
  readonly version: string;
  readonly versionLabel?: string | undefined;
  readonly description?: string | undefined;
  readonly kmsKeyIdentifier?: string | undefined;
  readonly kmsKeyArn?: string | undefined;
  readonly arn: string;
  readonly tags: Tags;
  readonly state: DeploymentState;
  readonly percentage: number;
  /** Newest first. */
  readonly events: readonly DeploymentRecord[];
  readonly startedMs: number;
  readonly completedMs?: number | undefined;
  /** Steps that were made. */
  readonly steps: number;
  /** When the next step is due: growth, baking or completion. */
  readonly nextMs: number;
  /** The deferred call that makes it, or looks at alarms before. */
  readonly nextKey?: string | undefined;
}

/** What a token of a configuration session stands for. */
export interface Session {
  readonly applicationId: string;
  readonly environmentId: string;
  readonly profileId: string;
  /** Where the client stands among all, from 0 up to 1: a deployment that grows reaches those first that are low. */
  readonly share: number;
  readonly minimumSeconds?: number | undefined;
  /** Before that a client that promised to wait must not ask again. */
  readonly notBeforeMs: number;
  readonly expiresMs: number;
  /** The deployment that the client has. */
  readonly deploymentNumber?: number | undefined;
}

export interface Settings {
  readonly deletionProtection: { readonly Enabled: boolean; readonly ProtectionPeriodInMinutes: number };
  readonly vendedMetrics: { readonly Enabled: boolean };
}

/** AppConfig in one account and region. */
export interface AppConfigState {
  readonly applications: Collection<Application>;
  /** By application and id: `abc1234/def5678`; likewise profiles. */
  readonly environments: Collection<Environment>;
  readonly profiles: Collection<Profile>;
  /** By application, profile and number. */
  readonly versions: Collection<HostedVersion>;
  readonly strategies: Collection<Strategy>;
  /** By application, environment and number. */
  readonly deployments: Collection<Deployment>;
  /** By token; tokens begin with the time at which they expire. */
  readonly sessions: Collection<Session>;
  /** When a configuration was last asked for, by the deployment's environment and profile: `a/environment/e`. */
  readonly lastUses: Collection<number>;
  readonly settings: Collection<Settings>;
  readonly counters: Collection<number>;
}

/** Opens the state of one account and region. */
export const openAppConfigState = (scope: StateScope): AppConfigState => ({
  applications: scope.collection<Application>('applications'),
  environments: scope.collection<Environment>('environments'),
  profiles: scope.collection<Profile>('profiles'),
  versions: scope.collection<HostedVersion>('versions'),
  strategies: scope.collection<Strategy>('strategies'),
  deployments: scope.collection<Deployment>('deployments'),
  sessions: scope.collection<Session>('sessions'),
  lastUses: scope.collection<number>('last-uses'),
  settings: scope.collection<Settings>('settings'),
  counters: scope.collection<number>('counters'),
});

/** Keys of what is numbered sort by number. */
export const numberedKey = (applicationId: string, parentId: string, number: number): string =>
  `${applicationId}/${parentId}/${String(number).padStart(10, '0')}`;

/** The next place in the order of creation. */
export function nextOrder(state: AppConfigState): number {
  const order = (state.counters.get('order') ?? 0) + 1;
  state.counters.set('order', order);
  return order;
}
