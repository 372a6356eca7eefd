import { unmodifiable } from '../errors.ts';
import type { Entity } from '../state.ts';
import { isServiceLinked } from './service-linked.ts';

/** Throws UnmodifiableEntity for roles that services have made for themselves. */
export function assertModifiable(entity: Entity): void {
  if (!isServiceLinked(entity)) return;
  throw unmodifiable(
    `Cannot perform the operation on the protected role '${entity.name}' - this role is only modifiable by AWS`,
  );
}
