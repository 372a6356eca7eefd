import type {
  OnDemandThroughput as OnDemandInput,
  ProvisionedThroughput,
  WarmThroughput as WarmInput,
} from '@aws-sdk/client-dynamodb';
import * as errors from '../errors/capacity-errors.ts';
import type { Capacity, OnDemandThroughput, Table, Throughput, WarmThroughput } from '../state.ts';

/** AWS: default per-table (and per-index) quotas of capacity units; DescribeLimits tells them. */
export const tableUnitsMax = 40_000;
/** AWS: what a new on-demand table can serve at once. */
const initialOnDemand: WarmThroughput = { ReadUnitsPerSecond: 12_000, WriteUnitsPerSecond: 4_000 };
/** AWS: decreases a day that need not wait for each other; the following ones wait for an hour each. */
const freeDecreasesMax = 4;
const decreaseIntervalMs = 3_600_000;
const dayMs = 86_400_000;

/** The members about capacity that tables and global indexes have alike in requests. */
export interface CapacityInput {
  readonly ProvisionedThroughput?: ProvisionedThroughput | undefined;
  readonly OnDemandThroughput?: OnDemandInput | undefined;
  readonly WarmThroughput?: WarmInput | undefined;
}

/** What is being given capacity: the table, or one of its indexes by name. */
export interface CapacityTarget {
  readonly operation: 'CreateTable' | 'UpdateTable';
  readonly billingMode: Table['billingMode'];
  readonly region: string;
  readonly index?: string;
}

/** The capacity of a new table or index, after the presence of `ProvisionedThroughput` was checked by the caller. */
export function newCapacity(input: CapacityInput, target: CapacityTarget): Capacity {
  const units = unitsOf(input.ProvisionedThroughput, target.region);
  const onDemand = newOnDemand(input.OnDemandThroughput, target);
  const warm = newWarm(input.WarmThroughput, units, target);
  return { throughput: { ...units, decreasesToday: 0 }, ...(onDemand && { onDemand }), warm };
}

interface Units {
  readonly readUnits: number;
  readonly writeUnits: number;
}

/** Zero units stand for on-demand mode, as DescribeTable tells it. */
function unitsOf(given: ProvisionedThroughput | undefined, region: string): Units {
  const read = given?.ReadCapacityUnits ?? 0;
  const write = given?.WriteCapacityUnits ?? 0;
  if (read > tableUnitsMax) throw errors.unitsAboveMaximum('ReadCapacityUnits', read, region, tableUnitsMax);
  if (write > tableUnitsMax) throw errors.unitsAboveMaximum('WriteCapacityUnits', write, region, tableUnitsMax);
  return { readUnits: read, writeUnits: write };
}

const onDemandMembers = ['MaxReadRequestUnits', 'MaxWriteRequestUnits'] as const;
const warmMembers = ['ReadUnitsPerSecond', 'WriteUnitsPerSecond'] as const;

function newOnDemand(given: OnDemandInput | undefined, target: CapacityTarget): OnDemandThroughput | undefined {
  for (const member of onDemandMembers) {
    const maximum = given?.[member];
    if (maximum === undefined) continue;
    if (target.billingMode === 'PROVISIONED') {
      throw errors.maximumOnProvisioned(member, target.operation, target.index);
    }
    if (maximum < 1) throw errors.maximumOutOfRange(member, target.index);
  }
  return given && Object.keys(given).length > 0 ? (given as OnDemandThroughput) : undefined;
}

function newWarm(given: WarmInput | undefined, units: Units, target: CapacityTarget): WarmThroughput {
  const floor = warmOf(units, target.billingMode);
  for (const member of warmMembers) {
    if ((given?.[member] ?? floor[member]) >= floor[member]) continue;
    if (target.billingMode === 'PAY_PER_REQUEST') throw errors.warmBelowInitial(member, target.index);
    const unitsMember = member === 'ReadUnitsPerSecond' ? 'ReadCapacityUnits' : 'WriteCapacityUnits';
    throw errors.warmBelowProvisioned(member, unitsMember, target.index);
  }
  return mergeWarm(floor, given);
}

const warmOf = (units: Units, billingMode: Table['billingMode']): WarmThroughput =>
  billingMode === 'PAY_PER_REQUEST'
    ? initialOnDemand
    : { ReadUnitsPerSecond: units.readUnits, WriteUnitsPerSecond: units.writeUnits };

const mergeWarm = (warm: WarmThroughput, given: WarmInput | undefined): WarmThroughput => ({
  ReadUnitsPerSecond: given?.ReadUnitsPerSecond ?? warm.ReadUnitsPerSecond,
  WriteUnitsPerSecond: given?.WriteUnitsPerSecond ?? warm.WriteUnitsPerSecond,
});

/** Other provisioned units: what is asked for must differ, and decreases are rationed. */
export function withUnits<Owner extends Capacity>(
  owner: Owner,
  asked: ProvisionedThroughput,
  target: CapacityTarget,
  nowMs: number,
): Owner {
  const now = owner.throughput;
  const next = unitsOf(asked, target.region);
  if (next.readUnits === now.readUnits && next.writeUnits === now.writeUnits) {
    const current = { read: now.readUnits, write: now.writeUnits };
    throw errors.throughputUnchanged(current, { read: next.readUnits, write: next.writeUnits }, target.index);
  }
  const increased = next.readUnits > now.readUnits || next.writeUnits > now.writeUnits;
  const decreased = next.readUnits < now.readUnits || next.writeUnits < now.writeUnits;
  return {
    ...owner,
    warm: highest(owner.warm, warmOf(next, 'PROVISIONED')),
    throughput: {
      ...now,
      ...next,
      ...(increased && { lastIncreaseMs: nowMs }),
      ...(decreased && { lastDecreaseMs: nowMs, decreasesToday: countDecrease(now, nowMs) }),
    },
  };
}

/** The number of decreases today, this one included. Throws when it comes too early. */
function countDecrease(now: Throughput, nowMs: number): number {
  const lastMs = now.lastDecreaseMs;
  const isSameDay = lastMs !== undefined && Math.floor(lastMs / dayMs) === Math.floor(nowMs / dayMs);
  if (!isSameDay) return 1;
  if (now.decreasesToday >= freeDecreasesMax && nowMs < lastMs + decreaseIntervalMs) {
    const midnightMs = (Math.floor(nowMs / dayMs) + 1) * dayMs;
    throw errors.tooManyDecreases(now.decreasesToday, lastMs, Math.min(lastMs + decreaseIntervalMs, midnightMs));
  }
  return now.decreasesToday + 1;
}

/** Changes single maxima of on-demand mode; -1 takes one away. */
export function withOnDemand<Owner extends Capacity>(
  owner: Owner,
  asked: OnDemandInput,
  target: CapacityTarget,
): Owner {
  const merged: Record<string, number> = { ...owner.onDemand };
  for (const member of onDemandMembers) {
    const maximum = asked[member];
    if (maximum === undefined) continue;
    if (target.billingMode === 'PROVISIONED') {
      throw errors.maximumOnProvisioned(member, target.operation, target.index);
    }
    if (maximum === -1) delete merged[member];
    else if (maximum < 1) throw errors.maximumOutOfRange(member, target.index);
    else merged[member] = maximum;
  }
  return Object.keys(merged).length > 0 ? { ...owner, onDemand: merged } : withoutOnDemand(owner);
}

/** Warm throughput only ever grows. */
export function withWarm<Owner extends Capacity>(owner: Owner, asked: WarmInput, target: CapacityTarget): Owner {
  const now = owner.warm ?? initialOnDemand;
  for (const member of warmMembers) {
    if ((asked[member] ?? now[member]) < now[member]) throw errors.warmDecreased(member, target.index);
  }
  return { ...owner, warm: mergeWarm(now, asked) };
}

/** The other billing mode drops on-demand maxima; warm throughput stays or grows. */
export function switched<Owner extends Capacity>(owner: Owner, billingMode: Table['billingMode']): Owner {
  const rest = withoutOnDemand(owner);
  if (billingMode === 'PROVISIONED') return rest;
  return {
    ...rest,
    warm: highest(owner.warm, initialOnDemand),
    throughput: { ...owner.throughput, readUnits: 0, writeUnits: 0 },
  };
}

function withoutOnDemand<Owner extends Capacity>(owner: Owner): Owner {
  const { onDemand: _dropped, ...rest } = owner;
  // The member is optional, so an owner without it is still one.
  return rest as unknown as Owner;
}

const highest = (a: WarmThroughput | undefined, b: WarmThroughput): WarmThroughput => ({
  ReadUnitsPerSecond: Math.max(a?.ReadUnitsPerSecond ?? 0, b.ReadUnitsPerSecond),
  WriteUnitsPerSecond: Math.max(a?.WriteUnitsPerSecond ?? 0, b.WriteUnitsPerSecond),
});
