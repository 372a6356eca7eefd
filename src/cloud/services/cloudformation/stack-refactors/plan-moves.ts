import { isDeepStrictEqual } from 'node:util';
import type { ResourceMapping } from '@aws-sdk/client-cloudformation';
import { coerceProperties } from '../../../resource-types/coerce.ts';
import type { Blueprint } from '../engine/blueprint.ts';
import { knownAfterApply } from '../engine/intrinsics/scope.ts';
import type { Json } from '../engine/template/template.ts';
import type { ResourceMove, ResourcePlace, ResourceRecord } from '../state.ts';

/** Why a refactor cannot be; the text is its status reason. */
export class RefactorRefused extends Error {}

/** One of the stacks: what it has, and what its new template wants. */
export interface PlannedStack {
  readonly stackId: string;
  readonly name: string;
  readonly records: readonly ResourceRecord[];
  readonly blueprint: Blueprint;
}

/** AWS's words. */
const notPermitted = (action: 'Add' | 'Modify' | 'Remove') =>
  new RefactorRefused(`Found an action type that is not permitted during refactor operations: ${action}`);

const keyOf = ({ stackId, logicalId }: ResourcePlace): string => `${stackId} ${logicalId}`;

/**
 * Which resources change places: those that the request maps, and of all others those of which one template lost what
 * another one got. Throws for templates that would make, change or delete a resource.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-refactoring.html
 */
export function planMoves(
  stacks: readonly PlannedStack[],
  mappings: readonly ResourceMapping[],
): readonly ResourceMove[] {
  const before = new Map(stacks.flatMap(({ records }) => records.map((record) => [keyOf(record), record] as const)));
  const after = new Map(
    stacks.flatMap(({ stackId, blueprint }) =>
      Array.from(blueprint.resources.keys(), (logicalId) => {
        const place = { stackId, logicalId };
        return [keyOf(place), place] as const;
      }),
    ),
  );
  const moves: ResourceMove[] = [];
  const move = (record: ResourceRecord, to: ResourcePlace, detection: ResourceMove['detection']): void => {
    before.delete(keyOf(record));
    after.delete(keyOf(to));
    const from = { stackId: record.stackId, logicalId: record.logicalId };
    moves.push({ from, to, physicalId: record.state?.physicalId ?? '', detection });
  };
  for (const mapping of mappings) {
    const { record, to } = mapped(stacks, mapping);
    if (!before.has(keyOf(record)) || !after.has(keyOf(to))) throw notPermitted('Add');
    move(record, to, 'MANUAL');
  }
  for (const [key, record] of [...before]) {
    if (!after.has(key)) continue;
    assertUnchanged(stacks, record, record);
    before.delete(key);
    after.delete(key);
  }
  for (const record of [...before.values()]) {
    const to = placeFor(stacks, record, [...after.values()]);
    if (to) move(record, to, 'AUTO');
  }
  if (before.size > 0) throw notPermitted('Remove');
  if (after.size > 0) throw notPermitted('Add');
  for (const { from, to } of moves) assertUnchanged(stacks, recordAt(stacks, from), to);
  return moves;
}

function recordAt(stacks: readonly PlannedStack[], place: ResourcePlace): ResourceRecord | undefined {
  const stack = stacks.find(({ stackId }) => stackId === place.stackId);
  return stack?.records.find(({ logicalId }) => logicalId === place.logicalId);
}

function mapped(stacks: readonly PlannedStack[], { Source, Destination }: ResourceMapping) {
  const stackOf = (name = ''): PlannedStack => {
    const stack = stacks.find((one) => one.name === name || one.stackId === name);
    if (!stack) throw new RefactorRefused(`Stack ${name} of ResourceMappings is not in StackDefinitions`);
    return stack;
  };
  const from = { stackId: stackOf(Source?.StackName).stackId, logicalId: Source?.LogicalResourceId ?? '' };
  const to = { stackId: stackOf(Destination?.StackName).stackId, logicalId: Destination?.LogicalResourceId ?? '' };
  const record = recordAt(stacks, from);
  if (!record) throw new RefactorRefused(`Resource ${from.logicalId} does not exist in stack ${Source?.StackName}`);
  return { record, to };
}

/** The place that got what another lost: by its name in another stack, else by what is the same but the name. */
function placeFor(
  stacks: readonly PlannedStack[],
  record: ResourceRecord,
  free: readonly ResourcePlace[],
): ResourcePlace | undefined {
  const ofType = free.filter((place) => declaredType(stacks, place) === record.type);
  const named = ofType.filter(({ logicalId }) => logicalId === record.logicalId);
  const alike = ofType.filter((place) => isDeepStrictEqual(plannedAt(stacks, place), record.properties));
  const found = named.length > 0 ? named : alike;
  // Where several would do, the request must say which.
  if (found.length > 1)
    throw new RefactorRefused(`Resource ${record.logicalId} has several destinations: name one in ResourceMappings`);
  return found[0];
}

const blueprintAt = (stacks: readonly PlannedStack[], { stackId }: ResourcePlace): Blueprint | undefined =>
  stacks.find((stack) => stack.stackId === stackId)?.blueprint;

const declaredType = (stacks: readonly PlannedStack[], place: ResourcePlace): string | undefined =>
  blueprintAt(stacks, place)?.resources.get(place.logicalId)?.Type;

/** Its properties as far as they are known ahead. */
function plannedAt(stacks: readonly PlannedStack[], place: ResourcePlace): unknown {
  const blueprint = blueprintAt(stacks, place);
  const planned = (blueprint?.planned.get(place.logicalId) ?? {}) as Json;
  return coerceProperties(planned, blueprint?.specification[declaredType(stacks, place) ?? '']);
}

/** Of what depends on other resources, the execution finds out. */
function assertUnchanged(stacks: readonly PlannedStack[], record: ResourceRecord | undefined, to: ResourcePlace): void {
  if (!record) return;
  if (declaredType(stacks, to) !== record.type) throw notPermitted('Modify');
  const planned = plannedAt(stacks, to);
  if (JSON.stringify(planned).includes(knownAfterApply)) return;
  if (!isDeepStrictEqual(planned, record.properties)) throw notPermitted('Modify');
}
