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
export function streamRecord(record: SourceRecord, streamArn: string): Readonly<Record<string, unknown>> {
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
 * The event as Lambda writes it: creation times are doubles, `1795750895.0`. Nothing else can look like one, as attribute
 * values are objects and quotes in texts are escaped.
 */
export const eventText = (Records: readonly object[]): string =>
  JSON.stringify({ Records }).replace(/("ApproximateCreationDateTime":\d+)(?=[,}])/g, '$1.0');

export const sequenceOf = (record: SourceRecord): string => record.dynamodb?.SequenceNumber ?? '';

export const createdMsOf = (record: SourceRecord): number =>
  record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0;
