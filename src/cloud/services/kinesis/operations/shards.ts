import type * as Kinesis from '@aws-sdk/client-kinesis';
import { AwsError } from '../../../kernel/errors.ts';
import { pageBehind } from '../../../service-kit/pages.ts';
import { invalidArgument, limitExceeded, shardToChangeNotFound, validation } from '../errors.ts';
import { type KinesisContext, type KinesisOperation, nothing } from '../operation.ts';
import { isOpen, type KinesisState, type Shard, type Stream, shardIdOf } from '../state.ts';
import { describeShard } from '../streams/describe-stream.ts';
import { findStream, openShardsIn, saveStream, shardBy, shardsIn } from '../streams/find-stream.ts';
import { Resharding } from '../streams/reshard.ts';
import { assertShardsLeft } from './streams.ts';

function assertProvisioned({ mode, name }: Stream, { account }: KinesisContext): void {
  if (mode === 'PROVISIONED') return;
  throw validation(`Request is invalid. Stream ${name} under account ${account} is in On-Demand mode.`);
}

/** Throws ResourceNotFoundException, and InvalidArgumentException for a shard that is closed. */
function openShard(stream: Stream, shardId: string, { account, clock }: KinesisContext): Shard {
  const shard = shardBy(stream, shardId, clock.now());
  if (!shard) throw shardToChangeNotFound(shardId, stream.name, account);
  if (isOpen(shard)) return shard;
  throw invalidArgument(
    `Shard ${shardIdOf(shard.index)} in stream ${stream.name} under account ${account} has already been merged or split, ` +
      'and thus is not eligible for merging or splitting.',
  );
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_SplitShard.html */
export const splitShard: KinesisOperation<Kinesis.SplitShardInput, object> = (state, input, context) => {
  const stream = findStream(state, input, context);
  assertProvisioned(stream, context);
  const shard = openShard(stream, input.ShardToSplit, context);
  const hashKey = BigInt(input.NewStartingHashKey);
  const { startHashKey: start, endHashKey: end } = shard;
  if (hashKey <= BigInt(start) + 1n || hashKey >= BigInt(end)) {
    throw invalidArgument(
      `NewStartingHashKey ${input.NewStartingHashKey} used in SplitShard() on shard ${shardIdOf(shard.index)} in stream ` +
        `${stream.name} under account ${context.account} is not both greater than one plus the shard's StartingHashKey ` +
        `${start} and less than the shard's EndingHashKey ${end}.`,
    );
  }
  assertShardsLeft(state, 1, context);
  const resharding = new Resharding(state, stream, context.clock.now());
  resharding.split(shard, hashKey);
  return reshard(state, stream, resharding, context);
};

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_MergeShards.html */
export const mergeShards: KinesisOperation<Kinesis.MergeShardsInput, object> = (state, input, context) => {
  const stream = findStream(state, input, context);
  assertProvisioned(stream, context);
  const shard = openShard(stream, input.ShardToMerge, context);
  const adjacent = openShard(stream, input.AdjacentShardToMerge, context);
  const touches = (a: Shard, b: Shard) => BigInt(a.endHashKey) + 1n === BigInt(b.startHashKey);
  if (!touches(shard, adjacent) && !touches(adjacent, shard)) {
    throw invalidArgument(
      `Shards ${shardIdOf(shard.index)} and ${shardIdOf(adjacent.index)} in stream ${stream.name} under account ` +
        `${context.account} are not an adjacent pair of shards eligible for merging`,
    );
  }
  const resharding = new Resharding(state, stream, context.clock.now());
  resharding.merge(shard, adjacent);
  return reshard(state, stream, resharding, context);
};

function reshard(state: KinesisState, stream: Stream, { shards }: Resharding, { runtime }: KinesisContext) {
  saveStream(state, stream, { shards });
  // Whoever reads a shard that has ended goes on with its children.
  runtime.announce(stream.arn);
  return nothing;
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_UpdateShardCount.html */
export const updateShardCount: KinesisOperation<Kinesis.UpdateShardCountInput, Kinesis.UpdateShardCountOutput> = (
  state,
  input,
  context,
) => {
  const stream = findStream(state, input, context);
  assertProvisioned(stream, context);
  const target = input.TargetShardCount;
  const current = openShardsIn(stream).length;
  const counts = `Current open shard count: ${current} Target shard count: ${target}`;
  if (target > current * 2) {
    throw limitExceeded(`UpdateShardCount cannot scale up over double your current open shard count. ${counts}`);
  }
  if (target < current / 2) {
    throw limitExceeded(`UpdateShardCount cannot scale down below half your current open shard count. ${counts}`);
  }
  assertShardsLeft(state, Math.max(0, target - current), context);
  if (target !== current) {
    const resharding = new Resharding(state, stream, context.clock.now());
    resharding.scaleTo(target);
    reshard(state, stream, resharding, context);
  }
  return { StreamName: stream.name, CurrentShardCount: current, TargetShardCount: target, StreamARN: stream.arn };
};

const listedDefault = 1000;
const tokenLifeMs = 300_000;

interface ListToken {
  readonly stream: string;
  readonly after: string;
  readonly filter?: Kinesis.ShardFilter;
  readonly issuedMs: number;
}

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListShards.html */
export const listShards: KinesisOperation<Kinesis.ListShardsInput, Kinesis.ListShardsOutput> = (
  state,
  input,
  context,
) => {
  const { clock } = context;
  const token = input.NextToken === undefined ? undefined : readToken(input, clock.now());
  if (!token && input.StreamName === undefined && input.StreamARN === undefined) {
    throw invalidArgument('Either NextToken or StreamName should be provided.');
  }
  const stream = findStream(state, token ? { StreamName: token.stream } : input, context);
  const filter = token?.filter ?? input.ShardFilter;
  const page = pageBehind(filtered(stream, filter, context), {
    limit: input.MaxResults ?? listedDefault,
    after: token?.after ?? input.ExclusiveStartShardId,
    keyOf: ({ index }) => shardIdOf(index),
  });
  const next = page.next && {
    stream: stream.name,
    after: page.next,
    ...(filter && { filter }),
    issuedMs: clock.now(),
  };
  return {
    Shards: page.items.map(describeShard),
    ...(next && { NextToken: Buffer.from(JSON.stringify(next)).toString('base64') }),
  };
};

function readToken(input: Kinesis.ListShardsInput, nowMs: number): ListToken {
  const together = (['StreamName', 'StreamARN', 'StreamCreationTimestamp', 'ExclusiveStartShardId'] as const).find(
    (member) => input[member] !== undefined,
  );
  if (together) throw invalidArgument(`NextToken and ${together} cannot be provided together.`);
  let token: Partial<ListToken> = {};
  try {
    token = JSON.parse(Buffer.from(input.NextToken ?? '', 'base64').toString()) ?? {};
  } catch {
    // Not one of ours.
  }
  const { stream, after, issuedMs } = token;
  if (typeof stream !== 'string' || typeof after !== 'string' || typeof issuedMs !== 'number') {
    throw invalidArgument('NextToken is invalid.');
  }
  if (issuedMs + tokenLifeMs < nowMs) throw expiredToken();
  return token as ListToken;
}

const expiredToken = () => new AwsError('ExpiredNextTokenException', 'NextToken has expired.');

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ShardFilter.html */
function filtered(
  stream: Stream,
  filter: Kinesis.ShardFilter | undefined,
  { clock }: KinesisContext,
): readonly Shard[] {
  const nowMs = clock.now();
  const all = shardsIn(stream, nowMs);
  const atMs = filter?.Timestamp === undefined ? undefined : new Date(filter.Timestamp).getTime();
  const isOpenAt = (ms: number) => (shard: Shard) => shard.createdMs <= ms && (!shard.closed || shard.closed.atMs > ms);
  const horizonMs = Math.max(stream.createdMs, nowMs - stream.retentionHours * 3_600_000);
  switch (filter?.Type) {
    case 'AFTER_SHARD_ID':
      if (filter.ShardId === undefined) throw invalidArgument('ShardId is required for AFTER_SHARD_ID.');
      return all.filter(({ index }) => shardIdOf(index) > (filter.ShardId ?? ''));
    case 'AT_TRIM_HORIZON':
      return all.filter(isOpenAt(horizonMs));
    case 'AT_LATEST':
      return all.filter(isOpen);
    case 'AT_TIMESTAMP':
      return all.filter(isOpenAt(Math.max(horizonMs, atMs ?? missingTimestamp('AT_TIMESTAMP'))));
    case 'FROM_TIMESTAMP': {
      const fromMs = atMs ?? missingTimestamp('FROM_TIMESTAMP');
      return all.filter(({ closed }) => !closed || closed.atMs >= fromMs);
    }
    default:
      return all;
  }
}

function missingTimestamp(type: string): never {
  throw invalidArgument(`Timestamp is required for ${type}.`);
}
