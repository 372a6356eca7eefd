import { UnsupportedError } from '../../../../../kernel/errors.ts';
import type { ResourceType } from '../../../../../kernel/service.ts';
import type { Run } from '../run.ts';
import { customResource } from './custom-resource.ts';
import { nestedStack } from './nested-stack.ts';

/** The owner of a resource type; throws, naming the type, when nobody emulates it. */
export function resourceTypeOf(run: Run, type: string): ResourceType {
  if (type === 'AWS::CloudFormation::CustomResource' || type.startsWith('Custom::')) return customResource(run, type);
  if (type === 'AWS::CloudFormation::Stack') return nestedStack(run);
  const owner = run.context.kernel.resourceType(type);
  if (!owner) throw new UnsupportedError(type);
  return owner;
}
