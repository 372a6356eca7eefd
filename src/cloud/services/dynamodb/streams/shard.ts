import { createHash } from 'node:crypto';
import { parseArn } from '../../../kernel/arns.ts';
import { sequenceOf, trim } from '../engine/record-change.ts';
import { shardNotFound, streamArnInvalid, streamNotFound } from '../errors/stream-errors.ts';
import type { DynamoState, StreamInfo } from '../state.ts';
import { isGone } from '../tables/stream.ts';

/** The one shard of a stream: tables here are one partition. */
export interface Shard {
  readonly id: string;
  readonly startingSequence: string;
  /** Once the stream is disabled: nothing comes behind it. */
  readonly endingSequence: string | undefined;
}

/** Throws ValidationException for what is no ARN of a stream. */
export function assertStreamArn(text: string): void {
  const arn = parseArn(text);
  if (arn?.service !== 'dynamodb' || !/^table\/[^/]+\/stream\/.+$/.test(arn.resource)) throw streamArnInvalid(text);
}

/** A stream that can still be read, with what is too old forgotten. Throws ResourceNotFoundException. */
export function openStream(state: DynamoState, arn: string, nowMs: number): StreamInfo {
  assertStreamArn(arn);
  const stream = state.streams.get(arn);
  if (!stream) throw streamNotFound(arn);
  if (isGone(stream, nowMs)) {
    state.dropStream(arn);
    throw streamNotFound(arn);
  }
  trim(state, arn, nowMs);
  return stream;
}

/** `shardId-00000001795712913513-5f3a2b1c`: its birth, and what keeps it apart from others of the same moment. */
export function shardOf(state: DynamoState, { arn, createdMs, disabledMs }: StreamInfo): Shard {
  const suffix = createHash('sha256').update(arn).digest('hex').slice(0, 8);
  const [last] = state.records(arn).keys({ reverse: true });
  return {
    id: `shardId-${String(createdMs).padStart(20, '0')}-${suffix}`,
    startingSequence: sequenceOf(0),
    endingSequence: disabledMs === undefined ? undefined : (last ?? sequenceOf(0)),
  };
}

/** Throws ResourceNotFoundException for a shard that the stream has not. */
export function findShard(state: DynamoState, stream: StreamInfo, shardId: string): Shard {
  const shard = shardOf(state, stream);
  if (shard.id !== shardId) throw shardNotFound(shardId, stream.arn);
  return shard;
}
