import type { CreateSecretRequest, CreateSecretResponse } from '@aws-sdk/client-secrets-manager';
import { formatArn } from '../../../kernel/arns.ts';
import { UnsupportedError } from '../../../kernel/errors.ts';
import type { Context, Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { nameScheduledForDeletion, secretExists } from '../errors.ts';
import { describeReplicas } from '../secrets/describe.ts';
import { assertName } from '../secrets/find-secret.ts';
import { saveSecret } from '../secrets/save-secret.ts';
import { optionalValueIn, versionIdFrom } from '../secrets/values.ts';
import { current, isSameValue, putVersion, versionById } from '../secrets/versions.ts';
import type { Secret, SecretsManagerState, SecretValue } from '../state.ts';
import { mergeTags } from '../tags.ts';
import { withReplicas } from './replication.ts';

const suffixAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
export const createSecret: Operation<Given<CreateSecretRequest>, CreateSecretResponse, SecretsManagerState> = (
  state,
  input,
  context,
) => {
  assertName(input.Name);
  if (input.Type !== undefined) throw new UnsupportedError('managed external secrets (Type)');
  const value = optionalValueIn(input);
  const versionId = versionIdFrom(input.ClientRequestToken, context);
  const existing = state.secrets.get(input.Name);
  if (existing) return answerExisting(existing, versionId, value);

  const nowMs = context.clock.now();
  const version = value && { id: versionId, createdMs: nowMs, stages: [current], value };
  const secret: Secret = {
    name: input.Name,
    arn: newArn(input.Name, context),
    ...(input.Description !== undefined && { description: input.Description }),
    ...(input.KmsKeyId !== undefined && { kmsKeyId: input.KmsKeyId }),
    createdMs: nowMs,
    changedMs: nowMs,
    tags: mergeTags({}, input.Tags ?? []),
    ...(input.Tags?.length && { wasTagged: true as const }),
    versions: version ? putVersion([], version) : [],
  };
  const { AddReplicaRegions: regions = [], ForceOverwriteReplicaSecret: isForced = false } = input;
  const replicated = regions.length > 0 ? withReplicas(secret, regions, isForced, context) : secret;
  saveSecret(state, replicated, context);
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(version && { VersionId: versionId }),
    ...(replicated.replicas && { ReplicationStatus: describeReplicas(replicated.replicas, 'InProgress') }),
  };
};

/** The same request again is answered again; another one for the same name is refused. */
function answerExisting(secret: Secret, versionId: string, value: SecretValue | undefined): CreateSecretResponse {
  if (secret.deletion) throw nameScheduledForDeletion();
  const version = versionById(secret.versions, versionId);
  if (!version || !isSameValue(version.value, value)) throw secretExists(secret.name);
  return { ARN: secret.arn, Name: secret.name, VersionId: versionId };
}

const newArn = (name: string, { account, region, random }: Context): string =>
  formatArn({
    service: 'secretsmanager',
    region,
    account,
    resource: `secret:${name}-${random.text(6, suffixAlphabet)}`,
  });
