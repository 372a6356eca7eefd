import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { kmsEmptyReads } from './empty-reads.ts';
import { kmsFaults } from './faults.ts';
import { createAlias, deleteAlias, listAliases, updateAlias } from './operations/aliases.ts';
import { createKey } from './operations/create-key.ts';
import { decrypt } from './operations/decrypt.ts';
import { deriveSharedSecret } from './operations/derive-shared-secret.ts';
import { describeKey } from './operations/describe-key.ts';
import { encrypt } from './operations/encrypt.ts';
import { generateDataKey, generateDataKeyWithoutPlaintext } from './operations/generate-data-key.ts';
import { generateDataKeyPair, generateDataKeyPairWithoutPlaintext } from './operations/generate-data-key-pair.ts';
import { generateRandom } from './operations/generate-random.ts';
import * as grants from './operations/grants.ts';
import {
  deleteImportedKeyMaterial,
  getParametersForImport,
  importKeyMaterial,
} from './operations/imported-material.ts';
import { getKeyPolicy, listKeyPolicies, putKeyPolicy } from './operations/key-policy.ts';
import { disableKeyRotation, enableKeyRotation, getKeyRotationStatus } from './operations/key-rotation.ts';
import {
  cancelKeyDeletion,
  disableKey,
  enableKey,
  scheduleKeyDeletion,
  updateKeyDescription,
} from './operations/key-status.ts';
import { listKeys } from './operations/list-keys.ts';
import { generateMac, verifyMac } from './operations/macs.ts';
import { replicateKey, updatePrimaryRegion } from './operations/multi-region.ts';
import { listKeyRotations, rotateKeyOnDemand } from './operations/on-demand-rotation.ts';
import { reEncrypt } from './operations/re-encrypt.ts';
import { getPublicKey, sign, verify } from './operations/signatures.ts';
import { listResourceTags, tagResource, untagResource } from './operations/tags.ts';
import { kmsResources } from './resources.ts';
import { kmsShapes } from './shapes.ts';
import { type KmsState, openKmsState } from './state.ts';
import { kmsTagging } from './tagging.ts';

/** AWS Key Management Service: keys that never leave, and what they encrypt, sign and authenticate. */
export const kms: Service<KmsState> = {
  name: 'kms',
  title: 'KMS',
  faults: kmsFaults,
  exploredState: { none: 'keys differ in every run, and what is encrypted under them is compared where it is kept' },
  state: openKmsState,
  shapes: kmsShapes,
  operations: {
    CreateKey: createKey,
    DescribeKey: describeKey,
    ListKeys: listKeys,
    EnableKey: enableKey,
    DisableKey: disableKey,
    UpdateKeyDescription: updateKeyDescription,
    ScheduleKeyDeletion: scheduleKeyDeletion,
    CancelKeyDeletion: cancelKeyDeletion,
    CreateAlias: createAlias,
    UpdateAlias: updateAlias,
    DeleteAlias: deleteAlias,
    ListAliases: listAliases,
    PutKeyPolicy: putKeyPolicy,
    GetKeyPolicy: getKeyPolicy,
    ListKeyPolicies: listKeyPolicies,
    EnableKeyRotation: enableKeyRotation,
    DisableKeyRotation: disableKeyRotation,
    GetKeyRotationStatus: getKeyRotationStatus,
    TagResource: tagResource,
    UntagResource: untagResource,
    ListResourceTags: listResourceTags,
    Encrypt: encrypt,
    Decrypt: decrypt,
    ReEncrypt: reEncrypt,
    GenerateDataKey: generateDataKey,
    GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext,
    GenerateRandom: generateRandom,
    GenerateMac: generateMac,
    VerifyMac: verifyMac,
    ListKeyRotations: listKeyRotations,
    RotateKeyOnDemand: rotateKeyOnDemand,
    GetParametersForImport: getParametersForImport,
    ImportKeyMaterial: importKeyMaterial,
    DeleteImportedKeyMaterial: deleteImportedKeyMaterial,
    CreateGrant: grants.createGrant,
    ListGrants: grants.listGrants,
    ListRetirableGrants: grants.listRetirableGrants,
    RevokeGrant: grants.revokeGrant,
    RetireGrant: grants.retireGrant,
    GenerateDataKeyPair: generateDataKeyPair,
    GenerateDataKeyPairWithoutPlaintext: generateDataKeyPairWithoutPlaintext,
    ReplicateKey: replicateKey,
    UpdatePrimaryRegion: updatePrimaryRegion,
    DeriveSharedSecret: deriveSharedSecret,
    Sign: sign,
    Verify: verify,
    GetPublicKey: getPublicKey,
    ...emptyOperations('kms', kmsEmptyReads),
  },
  emptyReads: kmsEmptyReads,
  resourceOf: namedBy('KeyId', 'AliasName', 'DestinationKeyId'),
  resources: kmsResources,
  tagging: kmsTagging,
};
