import type * as Kms from '@aws-sdk/client-kms';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { unsupportedOperation } from '../errors.ts';
import { keyArn } from '../keys/arns.ts';
import { describeKey } from '../keys/describe-key.ts';
import { assertUsable, findKey } from '../keys/find-key.ts';
import { livingKey } from '../keys/living-key.ts';
import { defaultPolicy } from '../keys/new-key.ts';
import { replicaOf, saveKey, stateIn } from '../keys/save-key.ts';
import type { Key, KmsState } from '../state.ts';
import { assertPolicy } from './key-policy.ts';
import { assertTags, tagRecord } from './tags.ts';

/**
 * The same key in another region, with policy, description and tags of its own.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ReplicateKey.html
 */
export const replicateKey: Operation<Given<Kms.ReplicateKeyRequest>, Kms.ReplicateKeyResponse, KmsState> = (
  state,
  input,
  context,
) => {
  const primary = primaryKey(state, input.KeyId, context);
  const { ReplicaRegion: region, Tags = [] } = input;
  if (input.Policy !== undefined) assertPolicy(input.Policy);
  assertTags(Tags);
  const target = stateIn(region, context);
  if (region === context.region || livingKey(target, primary.id, { ...context, region })) {
    throw new AwsError('AlreadyExistsException', `${keyArn(primary.id, { ...context, region })} already exists.`);
  }
  const regions = { primary: context.region, replicas: [...(primary.regions?.replicas ?? []), region] };
  const replica = replicaOf({ ...primary, regions }, region, {
    createdMs: context.clock.now(),
    description: input.Description ?? '',
    policy: input.Policy ?? defaultPolicy(context.account),
    tags: tagRecord(Tags),
  });
  target.keys.set(replica.id, replica);
  saveKey(state, { ...primary, regions }, context);
  return {
    // It is made in the background at AWS.
    ReplicaKeyMetadata: { ...describeKey(replica), Enabled: false, KeyState: 'Creating' },
    ReplicaPolicy: replica.policy,
    ReplicaTags: Object.entries(replica.tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
  };
};

/** Makes a replica the primary; https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdatePrimaryRegion.html */
export const updatePrimaryRegion: Operation<Given<Kms.UpdatePrimaryRegionRequest>, object, KmsState> = (
  state,
  input,
  context,
) => {
  const key = primaryKey(state, input.KeyId, context);
  const { PrimaryRegion: primary } = input;
  const replicas = key.regions?.replicas ?? [];
  if (!replicas.includes(primary)) {
    throw new AwsError('NotFoundException', `Key '${keyArn(key.id, { ...context, region: primary })}' does not exist`);
  }
  const regions = { primary, replicas: [context.region, ...replicas.filter((region) => region !== primary)] };
  saveKey(state, { ...key, regions }, context);
  return {};
};

function primaryKey(state: KmsState, keyId: string, context: Context): Key {
  const key = findKey(state, keyId, context);
  assertUsable(key);
  if (key.regions?.primary !== context.region)
    throw unsupportedOperation(`${key.arn} is not a multi-region primary key.`);
  return key;
}
