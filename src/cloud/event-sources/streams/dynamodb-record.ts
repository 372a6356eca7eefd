import type { StreamRecord } from './stream-source.ts';

/** A record as GetRecords answers it. */
export interface SourceRecord {
  readonly eventID?: string;
  readonly eventName?: string;
  readonly eventVersion?: string;
  readonly eventSource?: string;
  readonly awsRegion?: string;
  readonly dynamodb?: {
    readonly ApproximateCreationDateTime?: Date;
    readonly SequenceNumber?: string;
    readonly [member: string]: unknown;
  };
  readonly userIdentity?: { readonly Type?: string; readonly PrincipalId?: string };
}

/** One of the `Records` that functions get: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
function eventRecord(record: SourceRecord, streamArn: string): Readonly<Record<string, unknown>> {
  const { dynamodb, userIdentity, ...rest } = record;
  const created = dynamodb?.ApproximateCreationDateTime;
  return {
    ...rest,
    dynamodb: { ...dynamodb, ...(created && { ApproximateCreationDateTime: created.getTime() / 1000 }) },
    ...(userIdentity && { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
    eventSourceARN: streamArn,
  };
}

/**
 * Creation times are doubles, `1795750895.0`. Nothing else can look like one, as attribute values are objects and quotes in
 * texts are escaped.
 */
const recordText = (record: object): string =>
  JSON.stringify(record).replace(/("ApproximateCreationDateTime":\d+)(?=[,}])/g, '$1.0');

/** As pollers handle it. */
export function dynamodbRecord(record: SourceRecord, streamArn: string): StreamRecord {
  const event = eventRecord(record, streamArn);
  return {
    sequence: record.dynamodb?.SequenceNumber ?? '',
    createdMs: record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0,
    partition: JSON.stringify(record.dynamodb?.Keys ?? null),
    filterView: event,
    text: recordText(event),
  };
}
