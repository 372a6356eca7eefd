import type { KeyMetadata, MultiRegionConfiguration } from '@aws-sdk/client-kms';
import type { Key } from '../state.ts';
import { keyArn } from './arns.ts';
import { currentMaterialId } from './materials.ts';
import { encryptionAlgorithms, signingAlgorithms, traitsOf } from './specs.ts';

/** A key as CreateKey and DescribeKey tell it; https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html */
export function describeKey(key: Key): KeyMetadata {
  const materialId = currentMaterialId(key);
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
    ...(key.pendingDays !== undefined && { PendingDeletionWindowInDays: key.pendingDays }),
    ...importOf(key),
    KeyManager: key.manager,
    CustomerMasterKeySpec: key.spec as NonNullable<KeyMetadata['CustomerMasterKeySpec']>,
    KeySpec: key.spec,
    ...algorithmsOf(key),
    ...(materialId !== undefined && { CurrentKeyMaterialId: materialId }),
    MultiRegion: key.multiRegion,
    ...(key.multiRegion && { MultiRegionConfiguration: regionsOf(key) }),
  };
}

function importOf(key: Key): Partial<KeyMetadata> {
  if (key.origin === undefined) return { Origin: 'AWS_KMS' };
  if (key.material === '') return { Origin: key.origin };
  if (key.materialValidToMs === undefined) {
    return { Origin: key.origin, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' };
  }
  return { Origin: key.origin, ExpirationModel: 'KEY_MATERIAL_EXPIRES', ValidTo: new Date(key.materialValidToMs) };
}

function regionsOf({ id, account, region: here, regions }: Key): MultiRegionConfiguration {
  const { primary, replicas } = regions ?? { primary: here, replicas: [] };
  const keyIn = (region: string) => ({ Arn: keyArn(id, { account, region }), Region: region });
  return {
    MultiRegionKeyType: primary === here ? 'PRIMARY' : 'REPLICA',
    PrimaryKey: keyIn(primary),
    ReplicaKeys: replicas.map(keyIn),
  };
}

/** What a key can do, under the name of what it is for. */
export function algorithmsOf(
  key: Key,
): Pick<KeyMetadata, 'EncryptionAlgorithms' | 'KeyAgreementAlgorithms' | 'MacAlgorithms' | 'SigningAlgorithms'> {
  const traits = traitsOf(key.spec);
  if (traits?.kind === 'hmac') return { MacAlgorithms: [traits.algorithm] };
  if (key.usage === 'KEY_AGREEMENT') return { KeyAgreementAlgorithms: ['ECDH'] };
  if (key.usage === 'SIGN_VERIFY') return { SigningAlgorithms: signingAlgorithms(key) };
  return { EncryptionAlgorithms: encryptionAlgorithms(key) };
}
