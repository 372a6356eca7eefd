import type { EncryptionConfiguration, LoggingConfiguration, TracingConfiguration } from '@aws-sdk/client-sfn';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';
import type { Frame } from './execution/frame.ts';
import type { HistoryEvent } from './execution/history-event.ts';
import type { ActivitiesState, Activity, ActivityTask } from './tasks/activities/activity.ts';

export type MachineType = 'STANDARD' | 'EXPRESS';

/** What a state machine was at one time: each update makes another one, and executions go on by that of their start. */
export interface Revision {
  /** Unique in the account and region: `Orders:3`. */
  readonly key: string;
  readonly machineArn: string;
  readonly type: MachineType;
  readonly definition: string;
  readonly roleArn: string;
  readonly logging: LoggingConfiguration;
  readonly tracing: TracingConfiguration;
  readonly encryption: EncryptionConfiguration;
  readonly createdMs: number;
  /** As the API tells it; undefined for what the machine was made with. */
  readonly revisionId?: string;
}

export interface StateMachine {
  readonly name: string;
  readonly arn: string;
  readonly type: MachineType;
  readonly createdMs: number;
  /** Key of the present {@link Revision}. */
  readonly revision: string;
  /** How many revisions and versions there were. */
  readonly revisions: number;
  readonly versions: number;
  readonly tags: Tags;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';

/** Who hears of an execution's end: a task that waits for it, or the map run that it is a child of. */
export interface Awaited {
  readonly execution: string;
  readonly frame: string;
  /** Id of what the frame waits for. */
  readonly waiting: string;
  /** Of a child of a map run: which. */
  readonly index?: number;
}

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machineArn: string;
  readonly versionArn?: string;
  readonly aliasArn?: string;
  readonly revision: string;
  readonly type: MachineType;
  /** A client waits for it: it does not outlive the process. */
  readonly isSync?: boolean;
  readonly status: ExecutionStatus;
  readonly startMs: number;
  readonly stopMs?: number;
  /** JSON. */
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  /** Id of its last event. */
  readonly events: number;
  readonly redrives?: number;
  readonly redriveMs?: number;
  readonly traceHeader?: string;
  readonly mapRunArn?: string;
  readonly awaitedBy?: Awaited;
  /** Key of the deferred call that ends it when its time is over. */
  readonly timeoutKey?: string;
}

/** Step Functions in one account and region. */
export interface StatesState extends ActivitiesState {
  /** By name. */
  readonly machines: Collection<StateMachine>;
  readonly revisions: Collection<Revision>;
  /** By ARN. */
  readonly executions: Collection<Execution>;
  /** By execution and frame: `arn|0.2`. */
  readonly frames: Collection<Frame>;
  /** By execution and event id: `arn|00007`. */
  readonly events: Collection<HistoryEvent>;
  /** Who waits for a task's token, by token: execution and frame. */
  readonly tokens: Collection<TokenHolder>;
}

export interface TokenHolder {
  readonly execution: string;
  readonly frame: string;
}

/** Opens the state of one account and region. */
export const openStatesState = (scope: StateScope): StatesState => ({
  machines: scope.collection<StateMachine>('machines'),
  revisions: scope.collection<Revision>('revisions'),
  executions: scope.collection<Execution>('executions'),
  frames: scope.collection<Frame>('frames'),
  events: scope.collection<HistoryEvent>('events'),
  tokens: scope.collection<TokenHolder>('tokens'),
  activities: scope.collection<Activity>('activities'),
  activityTasks: scope.collection<ActivityTask>('activity-tasks'),
});
