import type { ResourceState } from '../../../../../service-kit/contract.ts';
import type { ResourceRecord, Undo } from '../../../state.ts';
import type { Blueprint } from '../../blueprint.ts';
import { noteResource } from '../progress.ts';
import { Orphaned, type Run } from '../run.ts';
import { failureReason, ResourceFailure } from './failure-reason.ts';
import { draftOf, type PreparedResource, prepareResource, resolveProperties } from './prepare-resource.ts';
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
  let record: ResourceRecord = noteResource(run, draft, 'CREATE_IN_PROGRESS');
  try {
    const prepared = prepareResource(run, blueprint, logicalId);
    record = { ...record, ...recordedOf(prepared) };
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
