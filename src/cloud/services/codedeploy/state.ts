import type {
  AlarmConfiguration,
  AutoRollbackConfiguration,
  DeploymentCreator,
  DeploymentStatus,
  ErrorCode,
  LifecycleEventStatus,
  OutdatedInstancesStrategy,
  TrafficRoutingConfig,
  TriggerConfig,
} from '@aws-sdk/client-codedeploy';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly tags: Tags;
}

/** What a deployment of the group was, for `lastAttemptedDeployment` and `lastSuccessfulDeployment`. */
export interface LastDeployment {
  readonly deploymentId: string;
  readonly revision: string;
}

export interface DeploymentGroup {
  readonly id: string;
  readonly name: string;
  readonly applicationName: string;
  readonly arn: string;
  readonly configName: string;
  readonly serviceRoleArn: string;
  readonly alarms?: AlarmConfiguration | undefined;
  readonly autoRollback?: AutoRollbackConfiguration | undefined;
  readonly triggers: readonly TriggerConfig[];
  /** `UPDATE` unless told otherwise; of machines, but told of all groups. */
  readonly outdatedInstances?: OutdatedInstancesStrategy | undefined;
  readonly tags: Tags;
  readonly lastAttempted?: LastDeployment | undefined;
  readonly lastSuccessful?: LastDeployment | undefined;
}

export interface DeploymentConfig {
  readonly id: string;
  readonly name: string;
  readonly createdMs: number;
  readonly routing: TrafficRoutingConfig;
}

/** An AppSpec file that was registered with an application, by deploying it or by hand. */
export interface Revision {
  readonly applicationName: string;
  readonly sha256: string;
  readonly content: string;
  /** As the client told it: a revision of S3 is its object. */
  readonly location: RevisionPlace;
  readonly description: string;
  readonly groups: readonly string[];
  readonly registeredMs: number;
  readonly firstUsedMs?: number | undefined;
  readonly lastUsedMs?: number | undefined;
}

/** Where a revision comes from, without its content. */
export type RevisionPlace =
  | { readonly type: 'AppSpecContent' | 'String' }
  | {
      readonly type: 'S3';
      readonly bucket: string;
      readonly key: string;
      readonly bundleType: string;
      readonly version?: string | undefined;
      readonly eTag?: string | undefined;
    };

/** The alias whose traffic is shifted. */
export interface Target {
  /** As the AppSpec file calls it. */
  readonly id: string;
  readonly functionName: string;
  readonly alias: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
}

/** The lifecycle events of a Lambda deployment, in their order. */
export const eventNames = ['BeforeAllowTraffic', 'AllowTraffic', 'AfterAllowTraffic'] as const;

export type EventName = (typeof eventNames)[number];

export interface LifecycleRecord {
  readonly name: EventName;
  readonly status: LifecycleEventStatus;
  readonly startedMs?: number | undefined;
  readonly endedMs?: number | undefined;
  readonly message?: string | undefined;
}

/** A function that was asked whether the deployment may go on, and has not answered yet. */
export interface PendingHook {
  readonly executionId: string;
  readonly event: EventName;
  /** Without an answer by then the deployment has failed. */
  readonly dueMs: number;
  /** Its invocation has not ended: whoever waits for that goes on with the deployment. */
  readonly isInvoking: boolean;
}

export interface Deployment {
  readonly id: string;
  readonly applicationName: string;
  readonly groupName: string;
  readonly groupId: string;
  readonly configName: string;
  readonly serviceRoleArn: string;
  readonly routing: TrafficRoutingConfig;
  readonly revision: string;
  readonly revisionPlace: RevisionPlace;
  readonly previousRevision?: string | undefined;
  readonly description?: string | undefined;
  readonly creator: DeploymentCreator;
  readonly status: DeploymentStatus;
  readonly alarms?: AlarmConfiguration | undefined;
  readonly overrideAlarms?: AlarmConfiguration | undefined;
  readonly autoRollback?: AutoRollbackConfiguration | undefined;
  readonly triggers: readonly TriggerConfig[];
  readonly target?: Target | undefined;
  readonly hooks: Readonly<Partial<Record<EventName, string>>>;
  readonly events: readonly LifecycleRecord[];
  readonly hook?: PendingHook | undefined;
  /** How much of the traffic goes to the target version, in percent. */
  readonly weight: number;
  /** Steps of the traffic that were made. */
  readonly steps: number;
  readonly shiftingSinceMs?: number | undefined;
  readonly error?: { readonly code: ErrorCode; readonly message: string } | undefined;
  readonly rollback?:
    | { readonly deploymentId?: string; readonly triggeredBy?: string; readonly message: string }
    | undefined;
  readonly createdMs: number;
  readonly startedMs?: number | undefined;
  readonly completedMs?: number | undefined;
  readonly changedMs: number;
  /** Which of all it is: lists tell the newest first. */
  readonly order: number;
  /** The deferred call that takes it on. */
  readonly nextKey?: string | undefined;
}

/** CodeDeploy in one account and region. */
export interface CodeDeployState {
  readonly applications: Collection<Application>;
  /** By application and name: `shop/orders`. */
  readonly groups: Collection<DeploymentGroup>;
  readonly configs: Collection<DeploymentConfig>;
  readonly deployments: Collection<Deployment>;
  /** By application and the hash of the content. */
  readonly revisions: Collection<Revision>;
  readonly counters: Collection<number>;
}

/** Opens the state of one account and region. */
export const openCodeDeployState = (scope: StateScope): CodeDeployState => ({
  applications: scope.collection<Application>('applications'),
  groups: scope.collection<DeploymentGroup>('groups'),
  configs: scope.collection<DeploymentConfig>('configs'),
  deployments: scope.collection<Deployment>('deployments'),
  revisions: scope.collection<Revision>('revisions'),
  counters: scope.collection<number>('counters'),
});

/** Keys of what lies within an application. */
export const within = (applicationName: string, name: string): string => `${applicationName}/${name}`;

/** Whatever of the collection lies within an application. */
export const allWithin = <T>(collection: Collection<T>, applicationName: string): T[] =>
  Array.from(collection.entries({ from: `${applicationName}/`, to: `${applicationName}0` }), ([, value]) => value);

/** The next place in the order of creation. */
export function nextOrder(state: CodeDeployState): number {
  const order = (state.counters.get('order') ?? 0) + 1;
  state.counters.set('order', order);
  return order;
}

/** Whether a deployment goes on: a group has one at a time. */
export const isUnderWay = ({ status }: Pick<Deployment, 'status'>): boolean =>
  status === 'Created' || status === 'InProgress';
