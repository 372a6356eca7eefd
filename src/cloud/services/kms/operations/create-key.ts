import type { CreateKeyRequest, CreateKeyResponse, KeySpec, KeyUsageType } from '@aws-sdk/client-kms';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { validation } from '../errors.ts';
import { describeKey } from '../keys/describe-key.ts';
import { newKey } from '../keys/new-key.ts';
import { traitsOf } from '../keys/specs.ts';
import type { KmsState } from '../state.ts';
import { assertPolicy } from './key-policy.ts';
import { assertTags, tagRecord } from './tags.ts';

/**
 * A new key with material of its own, or waiting for its owner's; key stores elsewhere are refused by name.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
 */
export const createKey: Operation<Given<CreateKeyRequest>, CreateKeyResponse, KmsState> = (state, input, context) => {
  const spec: KeySpec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
  refuseForeignMaterial(input);
  if (input.Policy !== undefined) assertPolicy(input.Policy);
  assertTags(input.Tags ?? []);
  const key = newKey(context, {
    description: input.Description ?? '',
    manager: 'CUSTOMER',
    multiRegion: input.MultiRegion ?? false,
    spec,
    usage: usageOf(spec, input.KeyUsage),
    tags: tagRecord(input.Tags ?? []),
    ...(input.Origin === 'EXTERNAL' && { origin: 'EXTERNAL' as const }),
    ...(input.Policy !== undefined && { policy: input.Policy }),
  });
  state.keys.set(key.id, key);
  return { KeyMetadata: describeKey(key) };
};

function usageOf(spec: KeySpec, wish: CreateKeyRequest['KeyUsage']): KeyUsageType {
  const traits = traitsOf(spec);
  if (!traits) throw new UnsupportedError(`KMS keys of spec ${spec}`);
  if (wish === undefined && traits.kind !== 'aes') {
    throw validation('You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.');
  }
  const usage = wish ?? 'ENCRYPT_DECRYPT';
  if (!traits.usages.includes(usage)) throw validation(`KeyUsage ${usage} is not compatible with KeySpec ${spec}`);
  return usage;
}

function refuseForeignMaterial(input: Given<CreateKeyRequest>): void {
  const { Origin: origin = 'AWS_KMS' } = input;
  if (origin !== 'AWS_KMS' && origin !== 'EXTERNAL') throw new UnsupportedError(`KMS keys of origin ${origin}`);
  if (input.CustomKeyStoreId !== undefined) throw new UnsupportedError('KMS custom key stores');
  if (input.XksKeyId !== undefined) throw new UnsupportedError('KMS external key stores');
}
