import type { OwnedType } from '../../../resource-types/owned-type.ts';
import type { ResourceContext } from '../../../service-kit/contract.ts';
import { resourceNotFound, unsupportedAction } from '../errors.ts';
import type { CloudControlState } from '../state.ts';
import { type FoundResource, findResource } from './resource-model.ts';

/** The resource; throws where there is none, and where the type cannot be read and somebody else made it. */
export async function foundOrThrow(
  state: CloudControlState,
  type: OwnedType,
  identifier: string,
  context: ResourceContext,
  action: 'READ' | 'UPDATE',
): Promise<FoundResource> {
  const found = await findResource(state, type, identifier, context);
  if ('unreadable' in found) throw unsupportedAction(type.name, action);
  if ('gone' in found) throw resourceNotFound(type.name, found.gone, context.random.uuid());
  return found;
}
