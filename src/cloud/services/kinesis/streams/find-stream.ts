import { parseArn } from '../../../kernel/arns.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { invalidArgument, shardNotFound, streamNotFound } from '../errors.ts';
import { isOpen, type KinesisState, type Shard, type Stream } from '../state.ts';

/** How inputs name a stream: by one or the other, or both. */
export interface StreamReference {
  readonly StreamName?: string | undefined;
  readonly StreamARN?: string | undefined;
}

/** The name in `arn:aws:kinesis:…:stream/NAME` and in the ARNs of its consumers. */
export const streamNameIn = (arn: string): string | undefined =>
  /^stream\/([^/]+)/.exec(parseArn(arn)?.resource ?? '')?.[1];

/** Throws InvalidArgumentException where a stream is not named, or twice. */
export function nameOf({ StreamName, StreamARN }: StreamReference): string {
  const inArn = StreamARN === undefined ? undefined : streamNameIn(StreamARN);
  if (StreamName === undefined && inArn === undefined)
    throw invalidArgument('StreamName or StreamARN should be provided.');
  if (StreamName !== undefined && inArn !== undefined && StreamName !== inArn) {
    throw invalidArgument('StreamName and StreamARN do not match.');
  }
  return StreamName ?? inArn ?? '';
}

/** Throws ResourceNotFoundException. */
export function findStream(state: KinesisState, reference: StreamReference, scope: Scope): Stream {
  const name = nameOf(reference);
  const stream = state.streams.get(name);
  const account = (reference.StreamARN && parseArn(reference.StreamARN)?.account) || scope.account;
  if (!stream || account !== scope.account) throw streamNotFound(name, account);
  return stream;
}

/** Changes a stream, and answers it as it is now. */
export function saveStream(state: KinesisState, stream: Stream, change: Partial<Stream>): Stream {
  const changed = { ...stream, ...change };
  state.streams.set(stream.name, changed);
  return changed;
}

const hourMs = 3_600_000;

/** Shards that somebody could still read something from. */
export const shardsIn = (stream: Stream, nowMs: number): readonly Shard[] =>
  stream.shards.filter(({ closed }) => !closed || closed.atMs + stream.retentionHours * hourMs > nowMs);

export const openShardsIn = (stream: Stream): readonly Shard[] => stream.shards.filter(isOpen);

/** `shardId-000000000001`, or any text that ends in its number; undefined for what is not there. */
export function shardBy(stream: Stream, shardId: string, nowMs: number): Shard | undefined {
  const digits = /^(?:shardId-)?(\d{1,12})$/.exec(shardId)?.[1];
  return digits === undefined ? undefined : shardsIn(stream, nowMs).find(({ index }) => index === Number(digits));
}

/** Throws ResourceNotFoundException. */
export function findShard(stream: Stream, shardId: string, scope: Scope, nowMs: number): Shard {
  const shard = shardBy(stream, shardId, nowMs);
  if (!shard) throw shardNotFound(shardId, stream.name, scope.account);
  return shard;
}
