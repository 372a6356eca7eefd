import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { secretsExploredState } from './explored-state.ts';
import { secretsFaults } from './faults.ts';
import { secretsMetrics } from './metrics.ts';
import { acrossAccounts } from './operations/across-accounts.ts';
import { batchGetSecretValue } from './operations/batch-get-secret-value.ts';
import { createSecret } from './operations/create-secret.ts';
import { deleteSecret, restoreSecret } from './operations/delete-secret.ts';
import { getRandomPassword } from './operations/get-random-password.ts';
import { getSecretValue } from './operations/get-secret-value.ts';
import { putSecretValue } from './operations/put-secret-value.ts';
import { describeSecret, listSecrets, listSecretVersionIds } from './operations/read-secrets.ts';
import * as replication from './operations/replication.ts';
import * as resourcePolicies from './operations/resource-policies.ts';
import { cancelRotateSecret, rotateSecret } from './operations/rotate-secret.ts';
import { tagResource, untagResource } from './operations/tags.ts';
import { updateSecret } from './operations/update-secret.ts';
import { updateSecretVersionStage } from './operations/update-secret-version-stage.ts';
import { secretsManagerResources } from './resources/resources.ts';
import { runRotation } from './rotation/run-rotation.ts';
import { secretsManagerShapes } from './shapes.ts';
import { openSecretsManagerState, type SecretsManagerState } from './state.ts';
import { secretsManagerTagging } from './tagging.ts';

/** Secrets, their versions and staging labels, and rotation by Lambda functions. */
export const secretsmanager: Service<SecretsManagerState, undefined> = {
  name: 'secretsmanager',
  title: 'Secrets Manager',
  faults: secretsFaults,
  exploredState: secretsExploredState,
  state: openSecretsManagerState,
  metrics: secretsMetrics,
  shapes: secretsManagerShapes,
  operations: {
    BatchGetSecretValue: batchGetSecretValue,
    CancelRotateSecret: cancelRotateSecret,
    CreateSecret: createSecret,
    DeleteResourcePolicy: resourcePolicies.deleteResourcePolicy,
    DeleteSecret: acrossAccounts('DeleteSecret', deleteSecret),
    DescribeSecret: acrossAccounts('DescribeSecret', describeSecret),
    GetRandomPassword: getRandomPassword,
    GetResourcePolicy: resourcePolicies.getResourcePolicy,
    GetSecretValue: acrossAccounts('GetSecretValue', getSecretValue),
    ListSecretVersionIds: acrossAccounts('ListSecretVersionIds', listSecretVersionIds),
    ListSecrets: listSecrets,
    RemoveRegionsFromReplication: replication.removeRegionsFromReplication,
    ReplicateSecretToRegions: replication.replicateSecretToRegions,
    StopReplicationToReplica: replication.stopReplicationToReplica,
    PutResourcePolicy: resourcePolicies.putResourcePolicy,
    PutSecretValue: acrossAccounts('PutSecretValue', putSecretValue),
    RestoreSecret: restoreSecret,
    RotateSecret: rotateSecret,
    TagResource: acrossAccounts('TagResource', tagResource),
    UntagResource: acrossAccounts('UntagResource', untagResource),
    UpdateSecret: acrossAccounts('UpdateSecret', updateSecret),
    UpdateSecretVersionStage: updateSecretVersionStage,
    ValidateResourcePolicy: resourcePolicies.validateResourcePolicy,
    // Ours: made by the scheduler alone, the wire does not know it.
    RunRotation: runRotation,
  },
  resourceOf: namedBy('SecretId', 'Name'),
  resources: secretsManagerResources,
  tagging: secretsManagerTagging,
};
