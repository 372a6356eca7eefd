import { UnsupportedError } from '../../../../../kernel/errors.ts';
import { isCustomType, macroType, nestedStackType } from '../../specification/check-types.ts';
import type { OwnerOf } from '../run.ts';
import { customResource } from './custom-resource.ts';
import { macro } from './macro.ts';
import { nestedStack } from './nested-stack.ts';

/** CloudFormation's own types are parts of the deployment that makes them; all others are looked for in the services. */
export const ownerOf: OwnerOf = (run, type) => {
  if (isCustomType(type)) return customResource(run, type);
  if (type === nestedStackType) return nestedStack(run);
  if (type === macroType) return macro(run);
  const owner = run.context.kernel.resourceType(type);
  if (!owner) throw new UnsupportedError(type);
  return owner;
};
