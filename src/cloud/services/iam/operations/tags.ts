import type { Tag } from '@aws-sdk/client-iam';
import type { Collection } from '../../../kernel/collection.ts';
import { raise } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { type Tags, tagList, withoutTags } from '../../../service-kit/tags.ts';
import { keyOf } from '../entities/entities.ts';
import {
  instanceProfileNotFound,
  mfaDeviceNotFound,
  nameNotFound,
  oidcProviderNotFound,
  policyNotFound,
  samlProviderNotFound,
} from '../errors.ts';
import { paginate } from '../paging.ts';
import type { IamState } from '../state.ts';
import { mergeTags } from '../tags.ts';

interface Tagged {
  readonly tags: Tags;
}

/** How one kind of tagged thing is named in inputs, kept and missed. */
interface TaggedKind<T extends Tagged> {
  collection(state: IamState): Collection<T>;
  nameIn(input: Naming): string;
  keyOf(name: string): string;
  notFound(name: string): Error;
}

interface Naming {
  readonly RoleName?: string;
  readonly UserName?: string;
  readonly PolicyArn?: string;
  readonly InstanceProfileName?: string;
  readonly OpenIDConnectProviderArn?: string;
  readonly SAMLProviderArn?: string;
  readonly SerialNumber?: string;
}
interface TagInput extends Naming {
  readonly Tags: Tag[];
}
interface UntagInput extends Naming {
  readonly TagKeys: string[];
}
interface ListInput extends Naming {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

function tagsOf<T extends Tagged>(kind: TaggedKind<T>) {
  const find = (state: IamState, input: Naming): readonly [string, T] => {
    const name = kind.nameIn(input);
    const key = kind.keyOf(name);
    return [key, kind.collection(state).get(key) ?? raise(kind.notFound(name))];
  };

  const tag: Operation<Given<TagInput>, object, IamState> = (state, input) => {
    const [key, tagged] = find(state, input);
    kind.collection(state).set(key, { ...tagged, tags: mergeTags(tagged.tags, input.Tags) });
    return {};
  };

  const untag: Operation<Given<UntagInput>, object, IamState> = (state, input) => {
    const [key, tagged] = find(state, input);
    const unwanted = new Set(input.TagKeys.map((each) => each.toLowerCase()));
    const keys = Object.keys(tagged.tags).filter((each) => unwanted.has(each.toLowerCase()));
    kind.collection(state).set(key, { ...tagged, tags: withoutTags(tagged.tags, keys) });
    return {};
  };

  const list: Operation<Given<ListInput>, { Tags: Tag[] }, IamState> = (state, input) => {
    const [, { tags }] = find(state, input);
    const { items, page } = paginate(tagList(tags), input, ({ Key }) => Key);
    return { Tags: items, ...page };
  };

  return { tag, untag, list };
}

export const roleTags = tagsOf({
  collection: (state) => state.roles,
  nameIn: ({ RoleName = '' }) => RoleName,
  keyOf,
  notFound: (name) => nameNotFound('role', name),
});
export const userTags = tagsOf({
  collection: (state) => state.users,
  nameIn: ({ UserName = '' }) => UserName,
  keyOf,
  notFound: (name) => nameNotFound('user', name),
});
export const policyTags = tagsOf({
  collection: (state) => state.policies,
  nameIn: ({ PolicyArn = '' }) => PolicyArn,
  keyOf: (arn) => arn,
  notFound: policyNotFound,
});
export const oidcProviderTags = tagsOf({
  collection: (state) => state.oidcProviders,
  nameIn: ({ OpenIDConnectProviderArn = '' }) => OpenIDConnectProviderArn,
  keyOf: (arn) => arn,
  notFound: oidcProviderNotFound,
});
export const samlProviderTags = tagsOf({
  collection: (state) => state.samlProviders,
  nameIn: ({ SAMLProviderArn = '' }) => SAMLProviderArn,
  keyOf: (arn) => arn,
  notFound: samlProviderNotFound,
});
export const mfaDeviceTags = tagsOf({
  collection: (state) => state.mfaDevices,
  nameIn: ({ SerialNumber = '' }) => SerialNumber,
  keyOf: (serial) => serial,
  notFound: mfaDeviceNotFound,
});
export const instanceProfileTags = tagsOf({
  collection: (state) => state.instanceProfiles,
  nameIn: ({ InstanceProfileName = '' }) => InstanceProfileName,
  keyOf,
  notFound: instanceProfileNotFound,
});
