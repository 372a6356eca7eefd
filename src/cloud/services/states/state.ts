import type { EncryptionConfiguration, LoggingConfiguration, TracingConfiguration } from '@aws-sdk/client-sfn';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';
import type { Json } from './definition/json.ts';
import type { FanOut } from './execution/fan-out.ts';
import type { Frame } from './execution/frame.ts';
import type { HistoryEvent } from './execution/history-event.ts';
import type { MapChild, MapProgress, MapRun } from './map-runs/map-run.ts';
import type { Mock } from './mocks/mock.ts';
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
  /** Of one that was published as it was made: what its first version says. */
  readonly firstVersion?: { readonly description?: string };
  /** It goes when its last execution is over; nothing can be started until then. */
  readonly isDeleting?: boolean;
  readonly tags: Tags;
}

/** A revision that was published: it can be run for as long as it is there. */
export interface Version {
  readonly arn: string;
  readonly machine: string;
  readonly number: number;
  /** Key of its {@link Revision}. */
  readonly revision: string;
  readonly description?: string;
  readonly createdMs: number;
}

/** One of the at most two versions of an alias. */
export interface Route {
  readonly stateMachineVersionArn: string;
  /** Of 100. */
  readonly weight: number;
}

export interface Alias {
  readonly arn: string;
  readonly machine: string;
  readonly name: string;
  readonly description?: string;
  readonly routes: readonly Route[];
  readonly createdMs: number;
  readonly updatedMs: number;
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
  /** The client's, of the last redrive. */
  readonly redriveToken?: string;
  readonly traceHeader?: string;
  /** Of a mock file: by which mocks its tasks are answered. */
  readonly testCase?: string;
  readonly mapRunArn?: string;
  /** Which child of its map run. */
  readonly mapIndex?: number;
  readonly awaitedBy?: Awaited;
  /** Tasks of others that asked for the same execution while it ran. */
  readonly alsoAwaitedBy?: readonly Awaited[];
  /** Tells which of two executions began first. */
  readonly order?: string;
  /** Id of the task that started it. */
  readonly startedBy?: string;
  /** Key of the deferred call that ends it when its time is over. */
  readonly timeoutKey?: string;
}

/** Step Functions in one account and region. */
export interface StatesState extends ActivitiesState {
  /** By name. */
  readonly machines: Collection<StateMachine>;
  readonly revisions: Collection<Revision>;
  /** By name of the machine and number: `Orders|000003`. */
  readonly versions: Collection<Version>;
  /** By name of the machine and of the alias: `Orders|live`. */
  readonly aliases: Collection<Alias>;
  /** By ARN. */
  readonly executions: Collection<Execution>;
  /** By execution and frame: `arn|0.2`. */
  readonly frames: Collection<Frame>;
  /** By frame: how far its branches or items are, and what the items are. */
  readonly fanOuts: Collection<FanOut>;
  readonly items: Collection<readonly Json[]>;
  /** By execution and event id: `arn|00007`. */
  readonly events: Collection<HistoryEvent>;
  /** Who waits for a task's token, by token: execution and frame. */
  readonly tokens: Collection<TokenHolder>;
  /** By ARN. */
  readonly mapRuns: Collection<MapRun>;
  /** How far they are, by ARN. */
  readonly mapProgress: Collection<MapProgress>;
  /** By map run and index: `arn|0000007`. */
  readonly mapChildren: Collection<MapChild>;
  /** What is left to be done of the items of a state's input, by the ARN of the map run. */
  readonly mapItems: Collection<Json>;
  /** Mocks of tasks that were added while the cloud ran; keys sort by when. */
  readonly mocks: Collection<Mock>;
  /** How many calls of a state were mocked, by execution and state; and which of them a task's is, by its id behind that. */
  readonly mockedCalls: Collection<number>;
  /** ARNs of map runs by who began them: `execution|0000007`, by the event that tells so. */
  readonly mapRunsOf: Collection<string>;
}

export interface TokenHolder {
  readonly execution: string;
  readonly frame: string;
}

/** Opens the state of one account and region. */
export const openStatesState = (scope: StateScope): StatesState => ({
  machines: scope.collection<StateMachine>('machines'),
  revisions: scope.collection<Revision>('revisions'),
  versions: scope.collection<Version>('versions'),
  aliases: scope.collection<Alias>('aliases'),
  executions: scope.collection<Execution>('executions'),
  frames: scope.collection<Frame>('frames'),
  fanOuts: scope.collection<FanOut>('fan-outs'),
  items: scope.collection<readonly Json[]>('items'),
  events: scope.collection<HistoryEvent>('events'),
  tokens: scope.collection<TokenHolder>('tokens'),
  mapRuns: scope.collection<MapRun>('mapRuns'),
  mapProgress: scope.collection<MapProgress>('mapProgress'),
  mapChildren: scope.collection<MapChild>('mapChildren'),
  mapItems: scope.collection<Json>('mapItems'),
  mapRunsOf: scope.collection<string>('mapRunsOf'),
  mocks: scope.collection<Mock>('mocks'),
  mockedCalls: scope.collection<number>('mocked-calls'),
  activities: scope.collection<Activity>('activities'),
  activityTasks: scope.collection<ActivityTask>('activity-tasks'),
});
