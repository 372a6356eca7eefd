import { serviceCaller } from '../../../kernel/identity.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { Secret, SecretsManagerState } from '../state.ts';

/** Who calls when nobody does: the scheduler deletes and rotates in this name. */
export const principal = 'secretsmanager.amazonaws.com';

/** Deletes for good, with what was to happen later. */
export function eraseSecret(state: SecretsManagerState, secret: Secret, { kernel }: Context): void {
  if (secret.deletion) kernel.scheduler.cancel(secret.deletion.deferredKey);
  if (secret.rotation?.deferredKey !== undefined) kernel.scheduler.cancel(secret.rotation.deferredKey);
  state.secrets.delete(secret.name);
}

/** Will delete for good at `dueMs`; the key cancels it. */
export const deferDeletion = (secret: Secret, dueMs: number, { account, region, kernel }: Context): string =>
  kernel.scheduler.deferDelivery({
    dueMs,
    service: 'secretsmanager',
    operation: 'DeleteSecret',
    input: { SecretId: secret.arn, ForceDeleteWithoutRecovery: true },
    account,
    region,
    caller: serviceCaller(principal, account),
  });
