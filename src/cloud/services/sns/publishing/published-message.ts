/** An attribute of a message; bytes in base64, as notifications tell them. */
export interface PublishedAttribute {
  readonly type: string;
  readonly value: string;
}

/** A message that a topic took. Plain data: it waits in the world until it is delivered. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subject?: string;
  /** The text for those protocols that have none of their own. */
  readonly text: string;
  /** With `MessageStructure: json`: the text of each protocol. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly attributes?: Readonly<Record<string, PublishedAttribute>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  readonly timestampMs: number;
  readonly isReplayed?: boolean;
}

/** What subscribers of a protocol get. */
export const textFor = ({ texts, text }: PublishedMessage, protocol: string): string => texts?.[protocol] ?? text;
