import { UnsupportedError } from '../../../../../kernel/errors.ts';
import type { Properties, ResourceState, ResourceType } from '../../../../../service-kit/contract.ts';
import type { Run } from '../run.ts';
import { resolveProperties, resolveWherePossible } from './prepare-resource.ts';
import { resourceContext } from './resource-context.ts';

interface InPlaceChange {
  readonly logicalId: string;
  readonly update: NonNullable<ResourceType['update']>;
  readonly state: ResourceState;
  readonly properties: Properties;
  /** What the resource was last known to be. */
  readonly settled: Properties;
  /** What an update that failed wanted to make of it. */
  readonly attempted: Properties | undefined;
}

/**
 * Lets the owner change a resource in place. After an update that failed it starts from what was attempted; an owner
 * that refuses to read that had refused it then as well, and made nothing of it.
 */
export async function changeInPlace(run: Run, change: InPlaceChange): Promise<ResourceState> {
  const { logicalId, update, state, settled, attempted } = change;
  const properties = await resolveProperties(run, change.properties);
  const from = async (previous: Properties) =>
    update(state, properties, await resolveWherePossible(run, previous), resourceContext(run, logicalId));
  if (attempted === undefined) return from(settled);
  try {
    return await from(attempted);
  } catch (error) {
    if (error instanceof UnsupportedError) return from(settled);
    throw error;
  }
}
