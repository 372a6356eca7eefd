import { parseArn } from '../kernel/arns.ts';
import type { Scope } from '../kernel/scope.ts';
import { type Tags, tagList } from './tags.ts';

/** Something that has tags, or could have. */
export interface TaggableResource {
  readonly arn: string;
  readonly tags: Tags;
}

/** A call to the service whose resource it is. */
export type TaggingCall = readonly [operation: string, input: object];

interface TaggingCalls {
  /** `current`: the tags that are there, for services that replace them all. */
  tag(arn: string, tags: Tags, current: Tags): TaggingCall;
  untag(arn: string, keys: readonly string[], current: Tags): TaggingCall;
}

/** How the resources of a service bear tags, for the tagging API, which asks all services at once: `tagging.ts`. */
export interface Tagging<State = unknown> extends Partial<TaggingCalls> {
  /** As it stands in the ARNs: `dynamodb`. */
  readonly arnService: string;
  /** Read beside the API: reading must change nothing. */
  resources(state: State, scope: Scope): Iterable<TaggableResource>;
}

/** The tagging of one service in one account and region. */
export interface OpenTagging extends Partial<TaggingCalls> {
  /** As in `context.call`. */
  readonly service: string;
  readonly arnService: string;
  resources(): Iterable<TaggableResource>;
}

interface CallsByName {
  readonly tag: string;
  readonly untag: string;
  /** The members that name the resource. */
  readonly on: (arn: string) => object;
  readonly tagsMember?: string;
  readonly keysMember?: string;
  /** How the service takes tags. Default: as `[{ Key, Value }]`. */
  readonly form?: (tags: Tags) => unknown;
}

/** Of services whose operations put single tags on and take them off. */
export const taggingCalls = ({ tag, untag, on, ...names }: CallsByName): TaggingCalls => {
  const { tagsMember = 'Tags', keysMember = 'TagKeys', form = tagList } = names;
  return {
    tag: (arn, tags) => [tag, { ...on(arn), [tagsMember]: form(tags) }],
    untag: (arn, keys) => [untag, { ...on(arn), [keysMember]: keys }],
  };
};

/** What the ARN says behind the account, without a kind that ends in `separator`: `table/orders` → `orders`. */
export const nameInArn = (arn: string, kind = ''): string => (parseArn(arn)?.resource ?? '').slice(kind.length);
