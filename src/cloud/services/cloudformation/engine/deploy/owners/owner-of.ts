import { UnsupportedError } from '../../../../../kernel/errors.ts';
import type { ResourceType } from '../../../../../service-kit/contract.ts';
import { type EngineType, isCustomType, isEngineType } from '../../specification/check-types.ts';
import type { OwnerOf, Run } from '../run.ts';
import { customResource } from './custom-resource.ts';
import { macro } from './macro.ts';
import { nestedStack } from './nested-stack.ts';
import { waitCondition, waitConditionHandle } from './wait-condition.ts';

const engineOwners: Readonly<Record<EngineType, (run: Run) => ResourceType>> = {
  'AWS::CloudFormation::Macro': macro,
  'AWS::CloudFormation::Stack': nestedStack,
  'AWS::CloudFormation::WaitCondition': waitCondition,
  'AWS::CloudFormation::WaitConditionHandle': waitConditionHandle,
};

/** CloudFormation's own types are parts of the deployment that makes them; all others are looked for in the services. */
export const ownerOf: OwnerOf = (run, type) => {
  if (isCustomType(type)) return customResource(run, type);
  if (isEngineType(type)) return engineOwners[type](run);
  const owner = run.context.kernel.resourceType(type);
  if (!owner) throw new UnsupportedError(type);
  return owner;
};
