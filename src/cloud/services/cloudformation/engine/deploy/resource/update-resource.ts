import { isDeepStrictEqual } from 'node:util';
import { changedProperties, strictest } from '../../../../../resource-types/property-diff.ts';
import type { ResourceRecord, Undo } from '../../../state.ts';
import type { Blueprint } from '../../blueprint.ts';
import { noteResource, storeResource, tellResource } from '../progress.ts';
import { Orphaned, type Run, recordOf } from '../run.ts';
import { aliasShift } from './alias-shift.ts';
import { assertAllowed } from './assert-allowed.ts';
import { changeInPlace } from './change-in-place.ts';
import { createResource, makeResource, recordedOf } from './create-resource.ts';
import { failureReason } from './failure-reason.ts';
import { draftOf, type PreparedResource, prepareResource } from './prepare-resource.ts';
import { rereadAttributes } from './reread-attributes.ts';

/** AWS's text, told when a replacement begins. */
export const replacementReason =
  'Requested update requires the creation of a new physical resource; hence creating one.';

/**
 * Brings one resource to what the template wants now: creates it, leaves it, changes it in place or replaces it. What
 * it was stays in the record's `undo`. Rejects after the failure is written down.
 */
export async function applyResource(run: Run, blueprint: Blueprint, logicalId: string): Promise<void> {
  const before = recordOf(run, logicalId);
  if (!before?.state) return createResource(run, blueprint, logicalId, { kind: 'created' });
  let prepared: PreparedResource | undefined;
  try {
    await rereadAttributes(run, blueprint, logicalId);
    prepared = prepareResource(run, blueprint, logicalId);
    await change(run, blueprint, before, prepared);
  } catch (error) {
    if (error instanceof Orphaned) throw error;
    const current = recordOf(run, logicalId) ?? before;
    const failed: ResourceRecord = {
      ...current,
      ...(prepared && { attempted: prepared.properties }),
      undo: current.undo ?? undoOf('updated', before),
    };
    const reason = failureReason(error, run);
    storeResource(run, failed, 'UPDATE_FAILED', reason);
    tellResource(run, { ...failed, properties: failed.attempted ?? failed.properties }, 'UPDATE_FAILED', reason);
    throw error;
  }
}

async function change(
  run: Run,
  blueprint: Blueprint,
  before: ResourceRecord,
  prepared: PreparedResource,
): Promise<void> {
  const draft = { ...draftOf(run, blueprint, before.logicalId), ...recordedOf(prepared) };
  const changes = changedProperties(before.properties, prepared.properties, blueprint.specification[before.type]);
  const isRetagged = prepared.type.properties.includes('Tags') && !isDeepStrictEqual(before.stackTags, draft.stackTags);
  const isUnfinished = before.status.endsWith('FAILED');
  if (changes.length === 0 && !isRetagged && !isUnfinished) {
    const { metadata: _, ...rest } = before;
    // A rollback puts the policies and the metadata back by the template; they need no undo.
    storeResource(run, { ...rest, ...draft }, before.status, before.statusReason);
    return;
  }
  const isReplaced = strictest(changes) === 'Always' || !prepared.type.update;
  assertAllowed(run, before, isReplaced ? 'Update:Replace' : 'Update:Modify');
  if (isReplaced) return replace(run, before, draft, prepared);
  const shift = aliasShift(run, blueprint, before, prepared.properties);
  await updateInPlace(run, before, draft, prepared, shift);
}

type Draft = ReturnType<typeof draftOf> & ReturnType<typeof recordedOf>;

/** The new resource comes first; the old one goes when the whole update has succeeded. */
async function replace(run: Run, before: ResourceRecord, draft: Draft, prepared: PreparedResource): Promise<void> {
  storeResource(run, { ...before, ...draft, properties: before.properties }, 'UPDATE_IN_PROGRESS', replacementReason);
  tellResource(run, { ...before, properties: prepared.properties }, 'UPDATE_IN_PROGRESS', replacementReason);
  const state = await makeResource(run, prepared, before.logicalId);
  const record = { ...draft, state, undo: undoOf('replaced', before) };
  noteResource(run, record, 'UPDATE_IN_PROGRESS', 'Resource creation Initiated');
  noteResource(run, record, 'UPDATE_COMPLETE');
}

async function updateInPlace(
  run: Run,
  before: ResourceRecord,
  draft: Draft,
  prepared: PreparedResource,
  shift: (() => Promise<void>) | undefined,
): Promise<void> {
  const { type } = prepared;
  if (!before.state || !type.update) return;
  // The record keeps what the resource is until it is another; the event tells what it shall be.
  storeResource(run, { ...before, undo: undoOf('updated', before) }, 'UPDATE_IN_PROGRESS');
  tellResource(run, { ...before, properties: prepared.properties }, 'UPDATE_IN_PROGRESS');
  await shift?.();
  const state = await changeInPlace(run, {
    logicalId: before.logicalId,
    update: type.update,
    state: before.state,
    properties: prepared.properties,
    settled: before.properties,
    attempted: before.attempted,
  });
  // An owner may make another resource where it cannot change the one that is there: custom resources do.
  const undo = undoOf(state.physicalId === before.state.physicalId ? 'updated' : 'replaced', before);
  noteResource(run, { ...draft, state, undo }, 'UPDATE_COMPLETE');
}

/** The way back. After an update that failed and was left as it was, it leads to the state before that one. */
function undoOf(kind: 'updated' | 'replaced', before: ResourceRecord): Undo {
  if (before.undo?.kind === 'created') return before.undo;
  const isChanged = before.undo?.kind === 'updated' || before.undo?.kind === 'replaced';
  return { kind, before: isChanged ? before.undo.before : before };
}
