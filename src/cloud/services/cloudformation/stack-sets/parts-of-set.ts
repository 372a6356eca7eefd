import { type CloudFormationState, partKey, partsOf } from '../state.ts';
import type { StackInstance, StackSet, StackSetOperationRecord, Target } from './stack-set.ts';

/** The key of an instance among those of its set. */
export const instanceKey = ({ name }: StackSet, { account, region }: Target): string =>
  partKey(name, `${account}/${region}`);

/** By account and region. */
export const instancesOf = (state: CloudFormationState, { name }: StackSet): StackInstance[] => [
  ...state.stackInstances.values(partsOf(name)),
];

/** In the order in which they began. */
export const operationsOf = (state: CloudFormationState, { name }: StackSet): StackSetOperationRecord[] =>
  [...state.stackSetOperations.values(partsOf(name))].sort((a, b) => a.createdMs - b.createdMs);
