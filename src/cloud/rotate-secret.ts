import { SquallError } from './kernel/errors.ts';
import type { FaultTarget } from './kernel/faults/faults.ts';
import { isNamed } from './kernel/faults/rule.ts';
import { rootCaller } from './kernel/identity.ts';
import type { CloudKernel } from './service-kit/contract.ts';

/**
 * Gives a secret another value, as its rotation would: the old one becomes AWSPREVIOUS. In JSON every text changes,
 * else the whole. Throws `SquallError` when there is no such secret.
 */
export async function rotateSecret(
  kernel: CloudKernel,
  name: string,
  value: string | undefined,
  { caller }: Pick<FaultTarget, 'caller'>,
): Promise<void> {
  const { account } = caller;
  const options = { caller: rootCaller(account, account), account, region: kernel.settings.defaultRegion };
  const { SecretList } = await kernel.call<{
    readonly SecretList: readonly { readonly Name: string; readonly ARN: string }[];
  }>('secretsmanager', 'ListSecrets', {}, options);
  const found = SecretList.find(({ Name }) => isNamed(name, Name));
  if (!found) {
    const known = SecretList.map(({ Name }) => Name).join(', ') || 'none';
    throw new SquallError('InvalidFault', `There is no secret “${name}”.`, `Secrets: ${known}.`);
  }
  const SecretId = found.ARN;
  const { SecretString = '' } = await kernel.call<{ readonly SecretString?: string }>(
    'secretsmanager',
    'GetSecretValue',
    { SecretId },
    options,
  );
  await kernel.call(
    'secretsmanager',
    'PutSecretValue',
    { SecretId, SecretString: value ?? another(SecretString, kernel.random.hex(6)) },
    options,
  );
}

/** Another value of the same form. */
export function another(value: string, suffix: string): string {
  try {
    const parsed: unknown = JSON.parse(value);
    if (typeof parsed === 'object' && parsed !== null) {
      const changed = Object.entries(parsed).map(([key, each]) => [
        key,
        typeof each === 'string' ? `${each}-${suffix}` : each,
      ]);
      return JSON.stringify(Object.fromEntries(changed));
    }
  } catch {
    // No JSON: the whole text changes.
  }
  return `${value}-${suffix}`;
}
