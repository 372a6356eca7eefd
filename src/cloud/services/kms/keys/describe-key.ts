import type { KeyMetadata } from '@aws-sdk/client-kms';
import type { Key } from '../state.ts';
import { traitsOf } from './specs.ts';

/** A key as CreateKey and DescribeKey tell it; https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
export function describeKey(key: Key): KeyMetadata {
  return {
    AWSAccountId: key.account,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdMs),
    Enabled: key.status === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: key.status,
    ...(key.deletionMs !== undefined && { DeletionDate: new Date(key.deletionMs) }),
    Origin: 'AWS_KMS',
    KeyManager: key.manager,
    CustomerMasterKeySpec: key.spec as NonNullable<KeyMetadata['CustomerMasterKeySpec']>,
    KeySpec: key.spec,
    ...algorithmsOf(key),
    MultiRegion: key.multiRegion,
    ...(key.multiRegion && {
      MultiRegionConfiguration: {
        MultiRegionKeyType: 'PRIMARY' as const,
        PrimaryKey: { Arn: key.arn, Region: key.region },
        ReplicaKeys: [],
      },
    }),
  };
}

function algorithmsOf(key: Key): Partial<KeyMetadata> {
  const traits = traitsOf(key.spec);
  if (traits?.kind === 'hmac') return { MacAlgorithms: [traits.algorithm] };
  if (traits?.kind === 'ec') return { SigningAlgorithms: [traits.algorithm] };
  return { EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'] };
}
