import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';
import type { PublishedMessage } from './publishing/published-message.ts';

export interface Topic {
  readonly name: string;
  readonly arn: string;
  readonly owner: string;
  /** What was set, as AWS writes it: text. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Tags;
  readonly createdMs: number;
  /** Subscriptions that were deleted. */
  readonly deletedCount: number;
  /** When its archive began. */
  readonly archiveSinceMs?: number;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly owner: string;
  /** ARN of who subscribed. */
  readonly principal: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly isPending: boolean;
  /** What confirms it; of those that need no confirmation there is none. */
  readonly token?: string;
  /** Until when it can be confirmed, while it waits for that. */
  readonly expiresMs?: number;
  /** Confirmed with `AuthenticateOnUnsubscribe`, or by its owner. */
  readonly isAuthenticated: boolean;
}

/** What went to somebody outside of the cloud: emails, text messages and push notifications. */
export interface OutboxEntry {
  readonly protocol: string;
  readonly endpoint: string;
  readonly messageId: string;
  readonly topicArn?: string;
  readonly subject?: string;
  readonly body: string;
  readonly sentMs: number;
}

export interface PlatformApplication {
  readonly arn: string;
  readonly name: string;
  readonly platform: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface PlatformEndpoint {
  readonly arn: string;
  readonly applicationArn: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface SandboxNumber {
  readonly number: string;
  readonly status: 'Pending' | 'Verified';
}

/** What a deduplication id led to, for as long as it counts. */
export interface Duplicate {
  readonly messageId: string;
  readonly sequenceNumber: string;
  readonly expiresMs: number;
}

export interface SnsState {
  /** By name. */
  readonly topics: Collection<Topic>;
  /** By ARN: those of a topic lie together. */
  readonly subscriptions: Collection<Subscription>;
  /** Subscriptions that were deleted, by the token that brings them back. */
  readonly unsubscribed: Collection<Subscription>;
  /** ARNs and tokens of both by the time at which they cannot be confirmed any more. */
  readonly confirmationEnds: Collection<string>;
  /** How many messages a FIFO topic took, by its name. */
  readonly sequences: Collection<number>;
  readonly duplicates: Collection<Duplicate>;
  /** Keys of `duplicates` by the time of their end. */
  readonly duplicateEnds: Collection<string>;
  /** What waits behind another message of its group, by subscription, group and sequence. */
  readonly waiting: Collection<PublishedMessage>;
  /** Messages of topics with an archive, by topic and sequence. */
  readonly archive: Collection<PublishedMessage>;
  readonly outbox: Collection<OutboxEntry>;
  readonly applications: Collection<PlatformApplication>;
  readonly endpoints: Collection<PlatformEndpoint>;
  readonly smsAttributes: Collection<string>;
  readonly optedOut: Collection<true>;
  readonly sandboxNumbers: Collection<SandboxNumber>;
}

export const openSnsState = (scope: StateScope): SnsState => ({
  topics: scope.collection('topics'),
  subscriptions: scope.collection('subscriptions'),
  unsubscribed: scope.collection('unsubscribed'),
  confirmationEnds: scope.collection('confirmation-ends'),
  sequences: scope.collection('sequences'),
  duplicates: scope.collection('duplicates'),
  duplicateEnds: scope.collection('duplicate-ends'),
  waiting: scope.collection('waiting'),
  archive: scope.collection('archive'),
  outbox: scope.collection('outbox'),
  applications: scope.collection('applications'),
  endpoints: scope.collection('endpoints'),
  smsAttributes: scope.collection('sms-attributes'),
  optedOut: scope.collection('opted-out'),
  sandboxNumbers: scope.collection('sandbox-numbers'),
});

export const isFifo = ({ name }: Pick<Topic, 'name'>): boolean => name.endsWith('.fifo');

/** All subscriptions of a topic, pending ones included. */
export const subscriptionsOf = (state: SnsState, topicArn: string): Iterable<Subscription> =>
  state.subscriptions.values({ from: `${topicArn}:`, before: `${topicArn};` });
