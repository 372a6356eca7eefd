import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { ResourceState } from '../../../../service-kit/contract.ts';
import type { ImportedResource } from '../../state.ts';
import type { Blueprint } from '../blueprint.ts';
import { settleOutputs } from './outputs.ts';
import { forgetResource, moveStack, noteResource, tellResource } from './progress.ts';
import { recordedOf } from './resource/create-resource.ts';
import { failureReason, ResourceFailure } from './resource/failure-reason.ts';
import { draftOf, prepareResource } from './resource/prepare-resource.ts';
import { resourceContext } from './resource/resource-context.ts';
import { Orphaned, patchStack, type Run, recordOf, stackOf, undoing } from './run.ts';
import { failedResources, runResources } from './run-resources.ts';

/**
 * Takes resources that exist into the stack, as they are: nothing about them is changed but the stack's tags.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import.html
 */
export async function importStackResources(
  run: Run,
  blueprint: Blueprint,
  imports: readonly ImportedResource[],
): Promise<void> {
  moveStack(run, 'IMPORT_IN_PROGRESS', 'User Initiated');
  const wanted = new Map(imports.map((resource) => [resource.logicalId, resource]));
  const { failures } = await runResources(run, blueprint, async (logicalId) => {
    const resource = wanted.get(logicalId);
    if (resource) await importResource(run, blueprint, resource);
  });
  const reason = failures.size > 0 ? failedResources('import', failures.keys()) : settleOutputs(run, blueprint);
  if (reason !== undefined) return rollBackImport(undoing(run), imports, reason);
  const { stableDefinition: _, ...stack } = stackOf(run);
  run.state.stacks.set(run.stackId, stack);
  moveStack(run, 'IMPORT_COMPLETE');
}

/** Rejects after the failure is written down. */
async function importResource(run: Run, blueprint: Blueprint, resource: ImportedResource): Promise<void> {
  const { logicalId } = resource;
  const draft = {
    ...draftOf(run, blueprint, logicalId),
    properties: {},
    deletionPolicy: 'Retain' as const,
    updateReplacePolicy: 'Retain' as const,
  };
  noteResource(run, draft, 'IMPORT_IN_PROGRESS', 'Resource import started.');
  try {
    const prepared = prepareResource(run, blueprint, logicalId);
    const { importing } = prepared.type;
    if (!importing) throw new UnsupportedError(`the import of ${resource.type}`);
    const state = await importing.find(resource.identifier, resourceContext(run, logicalId));
    assertNobodysYet(run, resource, state);
    const record = { ...draft, ...recordedOf(prepared), state };
    noteResource(run, record, 'IMPORT_COMPLETE', 'Resource import completed.');
    tellResource(run, record, 'UPDATE_IN_PROGRESS', 'Apply stack-level tags to imported resource if applicable.');
    if (prepared.type.properties.includes('Tags')) await tag(run, state);
    noteResource(run, record, 'UPDATE_COMPLETE');
  } catch (error) {
    if (error instanceof Orphaned) throw error;
    noteResource(run, recordOf(run, logicalId) ?? draft, 'IMPORT_FAILED', failureReason(error, run));
    throw error;
  }
}

/** A resource belongs to one stack. */
function assertNobodysYet(run: Run, { type }: ImportedResource, { physicalId }: ResourceState): void {
  for (const record of run.state.resources.values()) {
    if (record.type !== type || record.state?.physicalId !== physicalId) continue;
    if (record.status === 'DELETE_COMPLETE') continue;
    throw new ResourceFailure(`${physicalId} already exists in stack ${record.stackId}`);
  }
}

async function tag(run: Run, { attributes }: ResourceState): Promise<void> {
  const Tags = stackOf(run).definition.tags;
  const arn = attributes?.Arn;
  if (Object.keys(Tags).length === 0 || typeof arn !== 'string') return;
  const input = { ResourceARNList: [arn], Tags };
  await run.context.call('resourcegroupstaggingapi', 'TagResources', input, { caller: run.caller });
}

/** The resources stay as they are, and are no part of the stack any more. */
async function rollBackImport(run: Run, imports: readonly ImportedResource[], reason: string): Promise<void> {
  moveStack(run, 'IMPORT_ROLLBACK_IN_PROGRESS', reason);
  for (const { logicalId } of imports) {
    const record = recordOf(run, logicalId);
    if (!record) continue;
    tellResource(run, record, 'IMPORT_ROLLBACK_IN_PROGRESS');
    tellResource(run, record, 'IMPORT_ROLLBACK_COMPLETE');
    forgetResource(run, logicalId);
  }
  const { stableDefinition, definition } = stackOf(run);
  patchStack(run, { definition: stableDefinition ?? definition });
  moveStack(run, 'IMPORT_ROLLBACK_COMPLETE');
}
