import type { ResourceState } from '../../../../../service-kit/contract.ts';
import type { ResourceRecord, Undo } from '../../../state.ts';
import type { Blueprint } from '../../blueprint.ts';
import { noteResource } from '../progress.ts';
import { Orphaned, type Run } from '../run.ts';
import { failureReason, ResourceFailure } from './failure-reason.ts';
import { draftOf, type PreparedResource, prepareResource, resolveProperties } from './prepare-resource.ts';
import { rereadAttributes } from './reread-attributes.ts';
import { resourceContext } from './resource-context.ts';

/** Creates a resource that the stack does not have. Rejects after the failure is written down. */
export async function createResource(run: Run, blueprint: Blueprint, logicalId: string, undo?: Undo): Promise<void> {
  const draft = {
    ...draftOf(run, blueprint, logicalId),
    properties: {},
    deletionPolicy: 'Delete' as const,
    updateReplacePolicy: 'Delete' as const,
    ...(undo && { undo }),
  };
  const attempt = await attempted(async () => {
    await rereadAttributes(run, blueprint, logicalId);
    return prepareResource(run, blueprint, logicalId);
  });
  // The first event tells the properties already; of a resource that cannot be prepared there are none to tell.
  const begun = { ...draft, ...('value' in attempt && recordedOf(attempt.value)) };
  let record: ResourceRecord = noteResource(run, begun, 'CREATE_IN_PROGRESS');
  try {
    if (!('value' in attempt)) throw attempt.error;
    const prepared = attempt.value;
    const state = await makeResource(run, prepared, logicalId);
    record = { ...record, state };
    noteResource(run, record, 'CREATE_IN_PROGRESS', 'Resource creation Initiated');
    noteResource(run, record, 'CREATE_COMPLETE');
  } catch (error) {
    if (error instanceof Orphaned) throw error;
    const state = error instanceof ResourceFailure ? error.state : undefined;
    noteResource(run, { ...record, ...(state && { state }) }, 'CREATE_FAILED', failureReason(error, run));
    throw error;
  }
}

async function attempted<T>(work: () => Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** What of a prepared resource is kept, to compare later updates with. */
export const recordedOf = ({ properties, deletionPolicy, updateReplacePolicy }: PreparedResource) => ({
  properties,
  deletionPolicy,
  updateReplacePolicy,
});

/** Has the owner of the type make the resource. */
export async function makeResource(run: Run, prepared: PreparedResource, logicalId: string): Promise<ResourceState> {
  const properties = await resolveProperties(run, prepared.properties);
  return prepared.type.create(properties, resourceContext(run, logicalId));
}
