import type { ResourceType } from '../../service-kit/contract.ts';
import { codedResourceType, resourceTypes } from '../../service-kit/resource-type.ts';
import { stackSetResource } from './stack-sets/stack-set-resource.ts';

/** Carries the CDK's version and nothing else: there is nothing to make. The specification does not know it. */
const cdkMetadata = codedResourceType({
  type: 'AWS::CDK::Metadata',
  properties: { Analytics: 'text' },
  create: async (_, context) => ({ physicalId: context.random.uuid() }),
  update: async (state) => state,
  delete: async () => {},
});

/** Nested stacks, custom resources, macros and wait conditions are in `engine/deploy`: they are parts of the deployment that makes them. */
export const cloudFormationResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  cdkMetadata,
  stackSetResource,
);
