import type {
  ScheduledAction as DescribedAction,
  ScalingPolicy as DescribedPolicy,
  ScalableTarget as DescribedTarget,
} from '@aws-sdk/client-application-auto-scaling';
import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';

/** What identifies a scalable target: there is no id beside it. */
export interface TargetKey {
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
}

/** A registered resource. Times are milliseconds since the epoch. */
export interface ScalableTarget extends TargetKey {
  readonly arn: string;
  readonly createdMs: number;
  readonly settings: Pick<DescribedTarget, 'MaxCapacity' | 'MinCapacity' | 'RoleARN' | 'SuspendedState'>;
  readonly tags: Tags;
}

/** A policy of a target; its configuration is kept as it came. */
export interface ScalingPolicy extends TargetKey {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly settings: Omit<DescribedPolicy, keyof TargetKey | 'CreationTime' | 'PolicyARN' | 'PolicyName'>;
}

/** A scheduled action of a target. */
export interface ScheduledAction extends TargetKey {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly settings: Omit<
    DescribedAction,
    keyof TargetKey | 'CreationTime' | 'ScheduledActionARN' | 'ScheduledActionName'
  >;
}

/** Application Auto Scaling in one account and region. */
export interface AutoScalingState {
  /** By {@link targetKey}. */
  readonly targets: Collection<ScalableTarget>;
  /** By {@link ownedKey}, as actions are. */
  readonly policies: Collection<ScalingPolicy>;
  readonly actions: Collection<ScheduledAction>;
}

/** Opens the state of one account and region. */
export const openAutoScalingState = (scope: StateScope): AutoScalingState => ({
  targets: scope.collection<ScalableTarget>('targets'),
  policies: scope.collection<ScalingPolicy>('policies'),
  actions: scope.collection<ScheduledAction>('actions'),
});

/** The place of a target. No part of it holds a line break. */
export const targetKey = ({ ServiceNamespace, ResourceId, ScalableDimension }: TargetKey): string =>
  `${ServiceNamespace}\n${ResourceId}\n${ScalableDimension}`;

/** The place of what belongs to a target. */
export const ownedKey = (target: TargetKey, name: string): string => `${targetKey(target)}\n${name}`;
