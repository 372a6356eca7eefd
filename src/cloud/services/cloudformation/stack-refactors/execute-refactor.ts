import { isDeepStrictEqual } from 'node:util';
import type { Context } from '../../../service-kit/contract.ts';
import type { Blueprint } from '../engine/blueprint.ts';
import { blueprintOf } from '../engine/define-stack.ts';
import { launch } from '../engine/deploy/launch.ts';
import { exportsOf, settleOutputs } from '../engine/deploy/outputs.ts';
import { moveStack, noteResource, storeResource } from '../engine/deploy/progress.ts';
import { recordedOf } from '../engine/deploy/resource/create-resource.ts';
import { draftOf, prepareResource } from '../engine/deploy/resource/prepare-resource.ts';
import { patchStack, type Run, recordOf } from '../engine/deploy/run.ts';
import type { CloudFormationRuntime } from '../runtime.ts';
import type { RefactoredStack, StackRefactor } from '../state.ts';
import {
  type CloudFormationState,
  type Export,
  partKey,
  type ResourceRecord,
  resourcesOf,
  type Stack,
} from '../state.ts';
import { RefactorRefused } from './plan-moves.ts';

type Ours = Context<CloudFormationRuntime>;

/**
 * Moves the records of resources: what they stand for is not touched. Where a template turns out to want something else
 * of a resource, all is as it was, and why is thrown.
 */
export async function executeRefactor(
  state: CloudFormationState,
  refactor: StackRefactor,
  context: Ours,
): Promise<void> {
  const former = remember(state, refactor);
  try {
    for (const stack of refactor.stacks) if (stack.isNew) makeStack(state, stack, context);
    moveRecords(state, refactor);
    await settleAll(state, refactor, context);
  } catch (error) {
    restore(state, refactor, former);
    throw error;
  }
  for (const stack of refactor.stacks) await tellMoves(state, refactor, stack, context);
}

interface Former {
  readonly stacks: readonly Stack[];
  readonly records: readonly ResourceRecord[];
  readonly exports: readonly Export[];
  readonly imports: readonly (readonly [string, string])[];
}

function remember(state: CloudFormationState, { stacks }: StackRefactor): Former {
  const ids = stacks.map(({ stackId }) => stackId);
  return {
    stacks: ids.flatMap((id) => state.stacks.get(id) ?? []),
    records: ids.flatMap((id) => resourcesOf(state, id)),
    exports: ids.flatMap((id) => exportsOf(state, id)),
    imports: [...state.imports.entries()].filter(([, importer]) => ids.includes(importer)),
  };
}

function restore(state: CloudFormationState, refactor: StackRefactor, former: Former): void {
  const now = remember(state, refactor);
  for (const record of now.records) state.resources.delete(partKey(record.stackId, record.logicalId));
  for (const { name } of now.exports) state.exports.delete(name);
  for (const [key] of now.imports) state.imports.delete(key);
  for (const { stackId, name, isNew } of refactor.stacks) {
    if (!isNew) continue;
    state.stacks.delete(stackId);
    state.stackIds.delete(name);
  }
  for (const stack of former.stacks) state.stacks.set(stack.id, stack);
  for (const record of former.records) state.resources.set(partKey(record.stackId, record.logicalId), record);
  for (const exported of former.exports) state.exports.set(exported.name, exported);
  for (const [key, importer] of former.imports) state.imports.set(key, importer);
}

function makeStack(state: CloudFormationState, { stackId, name, definition }: RefactoredStack, { clock }: Ours): void {
  state.stacks.set(stackId, {
    id: stackId,
    name,
    status: 'CREATE_IN_PROGRESS',
    createdMs: clock.now(),
    definition,
    outputs: [],
    disableRollback: false,
    retainExceptOnCreate: false,
    terminationProtection: false,
  });
  state.stackIds.set(name, stackId);
}

/** All are taken away before any is put: names may be exchanged. */
function moveRecords(state: CloudFormationState, { moves }: StackRefactor): void {
  const taken = moves.flatMap(({ from, to }) => {
    const record = state.resources.take(partKey(from.stackId, from.logicalId));
    return record ? [{ ...record, ...to }] : [];
  });
  for (const record of taken) state.resources.set(partKey(record.stackId, record.logicalId), record);
}

/** Stacks that import what another one of them exports come after that one. */
async function settleAll(state: CloudFormationState, refactor: StackRefactor, context: Ours): Promise<void> {
  let pending = refactor.stacks;
  while (pending.length > 0) {
    const left: RefactoredStack[] = [];
    for (const stack of pending) {
      const place = { stackId: stack.stackId, stackName: stack.name };
      const blueprint = await blueprintOf(context, state, stack.definition, place);
      if (blueprint.missingImport === undefined) await settle(state, refactor, { stack, blueprint }, context);
      else left.push(stack);
    }
    if (left.length === pending.length) {
      throw new RefactorRefused(`Stacks [${left.map(({ name }) => name).join(', ')}] import what nobody exports`);
    }
    pending = left;
  }
}

interface Settled {
  readonly stack: RefactoredStack;
  readonly blueprint: Blueprint;
}

/** Gives a stack its new definition, and its records what its template says of them. */
async function settle(
  state: CloudFormationState,
  refactor: StackRefactor,
  { stack, blueprint }: Settled,
  context: Ours,
): Promise<void> {
  let failure: Error | undefined;
  await launch({ context, state, stackId: stack.stackId }, async (run) => {
    try {
      patchStack(run, { definition: stack.definition, updatedMs: context.clock.now() });
      for (const logicalId of blueprint.resources.keys()) keepRecord(run, refactor, blueprint, logicalId);
      const reason = settleOutputs(run, blueprint);
      if (reason !== undefined) throw new RefactorRefused(reason.trim());
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
  });
  if (failure) throw failure;
}

function keepRecord(run: Run, refactor: StackRefactor, blueprint: Blueprint, logicalId: string): void {
  const record = recordOf(run, logicalId);
  if (!record) return;
  const prepared = prepareResource(run, blueprint, logicalId);
  if (!isDeepStrictEqual(prepared.properties, record.properties)) {
    const action = run.context.random.uuid();
    // AWS's words.
    throw new RefactorRefused(
      `Property changes detected during execution of refactor action ${action} for refactor ${refactor.id}`,
    );
  }
  // Stack tags stay those that the resource has: the next update puts the others on.
  const draft = { ...draftOf(run, blueprint, logicalId), stackTags: record.stackTags };
  const { metadata: _, ...rest } = record;
  storeResource(run, { ...rest, ...draft, ...recordedOf(prepared) }, record.status, record.statusReason);
}

/** Tells what has come to pass, in each stack that it concerns. */
async function tellMoves(
  state: CloudFormationState,
  { moves, id }: StackRefactor,
  { stackId, isNew }: RefactoredStack,
  context: Ours,
): Promise<void> {
  const verb = isNew ? 'CREATE' : 'UPDATE';
  await launch({ context, state, stackId }, async (run) => {
    moveStack(run, `${verb}_IN_PROGRESS`, `Stack refactor ${id}`);
    for (const { to } of moves.filter((move) => move.to.stackId === stackId)) {
      const record = recordOf(run, to.logicalId);
      if (record) noteResource(run, record, 'IMPORT_COMPLETE', 'Resource import completed.');
    }
    moveStack(run, `${verb}_COMPLETE`);
  });
}
