import type { ResourceType } from '../../service-kit/contract.ts';
import { codedResourceType, resourceTypes } from '../../service-kit/resource-type.ts';
import { responsePath } from './engine/deploy/owners/custom-resource.ts';

/** Carries the CDK's version and nothing else: there is nothing to make. The specification does not know it. */
const cdkMetadata = codedResourceType({
  type: 'AWS::CDK::Metadata',
  properties: { Analytics: 'text' },
  create: async (_, context) => ({ physicalId: context.random.uuid() }),
  update: async (state) => state,
  delete: async () => {},
});

/** A URL to which somebody outside may report; its resource WaitCondition is not emulated. */
const waitConditionHandle = codedResourceType({
  type: 'AWS::CloudFormation::WaitConditionHandle',
  properties: {},
  attributes: ['Id'],
  create: async (_, context) => {
    const host = `cloudformation-waitcondition-${context.region}.s3.amazonaws.com`;
    const physicalId = `https://${host}${responsePath}${context.random.hex(32)}`;
    return { physicalId, attributes: { Id: physicalId } };
  },
  update: async (state) => state,
  delete: async () => {},
});

/** Nested stacks and custom resources are in `engine/deploy`: they are parts of the deployment that makes them. */
export const cloudFormationResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  cdkMetadata,
  waitConditionHandle,
);
