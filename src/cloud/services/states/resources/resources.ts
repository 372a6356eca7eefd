import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { activity } from './activity.ts';
import { stateMachineAlias } from './alias.ts';
import { stateMachine } from './state-machine.ts';
import { stateMachineVersion } from './version.ts';

/** The CloudFormation resource types of Step Functions. */
export const statesResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  stateMachine,
  stateMachineVersion,
  stateMachineAlias,
  activity,
);
