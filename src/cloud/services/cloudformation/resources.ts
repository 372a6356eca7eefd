import type { ResourceType } from '../../service-kit/contract.ts';
import { responsePath } from './engine/deploy/owners/custom-resource.ts';

/** Carries the CDK's version and nothing else: there is nothing to make. */
const cdkMetadata: ResourceType = {
  properties: ['Analytics'],
  create: async (_properties, context) => ({ physicalId: context.random.uuid() }),
  update: async (state) => state,
  delete: async () => {},
};

/** A URL to which somebody outside may report; its resource WaitCondition is not emulated. */
const waitConditionHandle: ResourceType = {
  properties: [],
  create: async (_properties, context) => ({
    physicalId: `https://cloudformation-waitcondition-${context.region}.s3.amazonaws.com${responsePath}${context.random.hex(32)}`,
  }),
  update: async (state) => state,
  delete: async () => {},
};

/** Nested stacks and custom resources are in `engine/deploy`: they are parts of the deployment that makes them. */
export const cloudFormationResources: Readonly<Record<string, ResourceType>> = {
  'AWS::CDK::Metadata': cdkMetadata,
  'AWS::CloudFormation::WaitConditionHandle': waitConditionHandle,
};
