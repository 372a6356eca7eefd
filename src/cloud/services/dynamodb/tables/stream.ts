import type { StreamSpecification } from '@aws-sdk/client-dynamodb';
import * as errors from '../errors/table-errors.ts';
import type { DynamoState, StreamInfo, StreamSetting, Table } from '../state.ts';

/** AWS: records can be read for 24 hours. */
export const retentionMs = 24 * 3_600_000;

/** A stream that was disabled a day ago, or whose table was deleted then. */
export const isGone = ({ disabledMs }: StreamInfo, nowMs: number): boolean =>
  disabledMs !== undefined && disabledMs + retentionMs <= nowMs;

/** The stream of a new table, if it is to have one. */
export function newStream(given: StreamSpecification | undefined, nowMs: number): StreamSetting | undefined {
  if (!given) return undefined;
  if (!given.StreamEnabled) {
    if (given.StreamViewType === undefined) return undefined;
    throw errors.streamInvalid('Table is being created with a stream disabled, UpdateViewType should not be specified');
  }
  if (given.StreamViewType === undefined) {
    throw errors.streamInvalid('Table is being created with a stream enabled, UpdateViewType is required');
  }
  return { enabled: true, viewType: given.StreamViewType, label: labelAt(nowMs) };
}

/** Turns a stream on or off. One that is on cannot be changed: it is turned off, and on again with another ARN. */
export function changedStream(table: Table, given: StreamSpecification, nowMs: number): StreamSetting {
  const { stream } = table;
  if (given.StreamEnabled) {
    if (given.StreamViewType === undefined) {
      throw errors.streamInvalid('If stream is being enabled then UpdateViewType is required');
    }
    if (stream?.enabled) throw errors.streamEnabled(table.name);
    return { enabled: true, viewType: given.StreamViewType, label: labelAt(nowMs) };
  }
  if (given.StreamViewType !== undefined) {
    throw errors.streamInvalid('If stream is being disabled, then UpdateViewType must not be specified');
  }
  if (!stream?.enabled) throw errors.streamAbsent(table.name);
  return { ...stream, enabled: false };
}

/** Asked for with every write of an item. */
const arns = new WeakMap<StreamSetting, string>();

/** `arn:aws:dynamodb:…:table/orders/stream/2026-11-21T02:07:24.000` */
export function streamArnOf(table: Table, stream: StreamSetting): string {
  let arn = arns.get(stream);
  if (arn === undefined || !arn.startsWith(table.arn)) {
    arn = `${table.arn}/stream/${stream.label}`;
    arns.set(stream, arn);
  }
  return arn;
}

/** Streams are named by their birth, to the millisecond and without a zone. */
const labelAt = (ms: number): string => new Date(ms).toISOString().replace('Z', '');

/** Writes down what became of a table's stream: begun, ended, or gone with its table. */
export function noteStream(state: DynamoState, table: Table, nowMs: number, isDeleted = false): void {
  const { stream, name, keys } = table;
  if (!stream) return;
  for (const old of [...state.streams.values()]) if (isGone(old, nowMs)) state.dropStream(old.arn);
  const arn = streamArnOf(table, stream);
  const known = state.streams.get(arn);
  const isOver = isDeleted || !stream.enabled;
  state.streams.set(arn, {
    arn,
    label: stream.label,
    tableName: name,
    viewType: stream.viewType,
    keys,
    createdMs: known?.createdMs ?? nowMs,
    ...(isOver && { disabledMs: known?.disabledMs ?? nowMs }),
  });
}
