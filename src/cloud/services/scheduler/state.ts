import type { FlexibleTimeWindow, Target } from '@aws-sdk/client-scheduler';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

export interface ScheduleGroup {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  readonly tags: Tags;
}

/** What is set of a schedule, defaults included. */
export interface ScheduleSettings {
  readonly expression: string;
  readonly timeZone: string;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly description?: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly kmsKeyArn?: string;
  readonly target: Target;
  readonly window: FlexibleTimeWindow;
  readonly actionAfterCompletion: 'NONE' | 'DELETE';
}

export interface Schedule {
  readonly name: string;
  readonly groupName: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** From when a rate counts that has no start date. */
  readonly anchorMs: number;
  /** For when the last run was planned. */
  readonly lastMs?: number;
  readonly settings: ScheduleSettings;
  /** The one deferred call of its next run; undefined where there is none any more. */
  readonly next?: NextRun;
}

export interface NextRun {
  /** Of the deferred call, which it cancels. */
  readonly key: string;
  /** A call that was put off has another key: only that of this plan is made. */
  readonly plan: string;
}

/** A request that was made under a client's token, and what it was answered. */
export interface DoneRequest {
  readonly atMs: number;
  readonly digest: string;
  readonly output: object;
}

/** EventBridge Scheduler in one account and region. */
export interface SchedulerState {
  /** By name; `default` is there when something was put into it. */
  readonly groups: Collection<ScheduleGroup>;
  /** By group and name: `default/nightly`. */
  readonly schedules: Collection<Schedule>;
  /** By operation and token. */
  readonly requests: Collection<DoneRequest>;
}

/** Opens the state of one account and region. */
export const openSchedulerState = (scope: StateScope): SchedulerState => ({
  groups: scope.collection<ScheduleGroup>('groups'),
  schedules: scope.collection<Schedule>('schedules'),
  requests: scope.collection<DoneRequest>('requests'),
});
