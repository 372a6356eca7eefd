import type { ReplicationGroupUpdate } from '@aws-sdk/client-dynamodb';
import { formatArn } from '../../../kernel/arns.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { writeItem } from '../engine/write-item.ts';
import { replicaExists, replicaHere, replicaTableThere, replicaUnknown } from '../errors/global-errors.ts';
import { type DynamoState, dynamoStateIn, type StreamSetting, type Table } from '../state.ts';
import { newStream, noteStream } from '../tables/stream.ts';

/**
 * Adds and removes replicas of a table in other regions. What is written in one of them is in all of them at once.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export function updateReplicas(
  state: DynamoState,
  table: Table,
  updates: readonly ReplicationGroupUpdate[],
  context: Context,
): Table {
  let changed = table;
  for (const { Create, Delete, Update } of updates) {
    const region = (Create ?? Delete ?? Update)?.RegionName ?? '';
    if (region === context.region) throw replicaHere();
    const isThere = changed.replicas?.includes(region) ?? false;
    if (Create) {
      if (isThere) throw replicaExists(region);
      changed = addReplica(state, changed, region, context);
    } else {
      if (!isThere) throw replicaUnknown();
      if (Delete) changed = removeReplica(state, changed, region, context);
    }
  }
  return changed;
}

function addReplica(state: DynamoState, table: Table, region: string, context: Context): Table {
  const other = dynamoStateIn(context, region);
  if (other.tables.has(table.name)) throw replicaTableThere(table.name, region);
  const nowMs = context.clock.now();
  const regions = [context.region, ...(table.replicas ?? []), region];
  const streamed: Table = { ...table, stream: streamFor(table, nowMs) };
  const { account, random } = context;
  const replica: Table = {
    ...streamed,
    arn: formatArn({ service: 'dynamodb', region, account, resource: `table/${table.name}` }),
    id: random.uuid(),
    createdMs: nowMs,
  };
  other.tables.set(replica.name, replica);
  noteStream(other, replica, nowMs);
  const items = [...state.items(table).entries()];
  const there = { ...context, region };
  for (const [key, item] of items)
    writeItem(other, { table: replica, key, before: undefined, after: item, isReplicated: true }, there);
  state.tables.set(table.name, streamed);
  noteStream(state, streamed, nowMs);
  return spread(table.name, regions, context);
}

/** Replication goes by a stream of both images; where there is none it is turned on, as AWS does. */
function streamFor({ stream }: Table, nowMs: number): StreamSetting {
  if (stream?.enabled) return stream;
  return newStream({ StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' }, nowMs) as StreamSetting;
}

function removeReplica(_state: DynamoState, table: Table, region: string, context: Context): Table {
  const other = dynamoStateIn(context, region);
  const replica = other.tables.get(table.name);
  if (replica) {
    noteStream(other, replica, context.clock.now(), true);
    other.dropItems(replica);
    other.tables.delete(replica.name);
  }
  const left = [context.region, ...(table.replicas ?? []).filter((each) => each !== region)];
  return spread(table.name, left, context);
}

/** Every table of the group knows the others; answers the one of this region. */
export function spread(name: string, regions: readonly string[], context: Context): Table {
  let own: Table | undefined;
  for (const region of regions) {
    const state = dynamoStateIn(context, region);
    const table = state.tables.get(name);
    if (!table) continue;
    const { replicas: _before, ...rest } = table;
    const others = regions.filter((each) => each !== region);
    const linked: Table = others.length > 0 ? { ...rest, replicas: others } : rest;
    state.tables.set(name, linked);
    if (region === context.region) own = linked;
  }
  if (!own) throw new Error(`Invariant violated: ${name} is in no group without its own region`);
  return own;
}
