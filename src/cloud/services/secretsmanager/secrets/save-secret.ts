import { parseArn } from '../../../kernel/arns.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { openSecretsManagerState, type Secret, type SecretsManagerState } from '../state.ts';

/** The same account's secrets in another region. */
export const stateIn = (
  region: string,
  { account, kernel }: Pick<Context, 'account' | 'kernel'>,
): SecretsManagerState => openSecretsManagerState(kernel.world.scope('secretsmanager', account, region));

/**
 * Keeps a new or changed secret, and the same in every region that it is replicated to.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
 */
export function saveSecret(
  state: SecretsManagerState,
  secret: Secret,
  context: Pick<Context, 'account' | 'kernel'>,
): void {
  state.secrets.set(secret.name, secret);
  const primaryRegion = parseArn(secret.arn)?.region ?? '';
  for (const { region, kmsKeyId, failure } of secret.replicas ?? []) {
    if (failure !== undefined) continue;
    const target = stateIn(region, context);
    const { accessedDayMs } = target.secrets.get(secret.name) ?? {};
    target.secrets.set(secret.name, replicaOf(secret, region, primaryRegion, { kmsKeyId, accessedDayMs }));
  }
}

interface Own {
  readonly kmsKeyId: string | undefined;
  readonly accessedDayMs: number | undefined;
}

/** Values, labels, tags and policy are the primary's; the key and the day of the last read are the replica's own. */
function replicaOf(secret: Secret, region: string, primaryRegion: string, own: Own): Secret {
  const { replicas: _replicas, kmsKeyId: _key, accessedDayMs: _day, ...copied } = secret;
  return {
    ...copied,
    arn: secret.arn.replace(`:${primaryRegion}:`, `:${region}:`),
    primaryRegion,
    ...(own.kmsKeyId !== undefined && { kmsKeyId: own.kmsKeyId }),
    ...(own.accessedDayMs !== undefined && { accessedDayMs: own.accessedDayMs }),
  };
}
