import { parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import { invalidName, isMarkedForDeletion, isReplica, secretNotFound } from '../errors.ts';
import type { Secret, SecretsManagerState } from '../state.ts';

/** `-` and six characters behind the name. */
const suffixLength = 7;

/**
 * A secret by name, by ARN, or by ARN without the random suffix, also when it waits for its deletion. Throws
 * `ResourceNotFoundException`. https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
export function findAnySecret(state: SecretsManagerState, id: string): Secret {
  return lookUp(state, id) ?? raise(secretNotFound());
}

/** As {@link findAnySecret}, but one that waits for its deletion is refused: most operations want this. */
export function findSecret(state: SecretsManagerState, id: string): Secret {
  const secret = findAnySecret(state, id);
  if (secret.deletion) throw isMarkedForDeletion();
  return secret;
}

/** As {@link findSecret}, for what changes it: a replica changes with its primary alone. */
export function findPrimary(state: SecretsManagerState, id: string): Secret {
  const secret = findSecret(state, id);
  assertPrimary(secret);
  return secret;
}

/** Throws for a replica. */
export function assertPrimary({ primaryRegion, arn }: Secret): void {
  if (primaryRegion !== undefined && parseArn(arn)?.region !== primaryRegion) throw isReplica();
}

/** Throws `ValidationException` for what cannot name a secret. */
export function assertName(name: string): void {
  if (!/^[\w/+=.@!-]+$/.test(name)) throw invalidName();
}

/** The same without an error for what is not there; throws for what can be no name. */
export function lookUp(state: SecretsManagerState, id: string): Secret | undefined {
  const arn = parseArn(id);
  if (!arn) {
    assertName(id);
    return state.secrets.get(id);
  }
  if (arn.service !== 'secretsmanager' || !arn.resource.startsWith('secret:')) return undefined;
  const name = arn.resource.slice('secret:'.length);
  const whole = state.secrets.get(name.slice(0, -suffixLength));
  if (whole?.arn === id) return whole;
  // A partial ARN must still name this account and region.
  const partial = state.secrets.get(name);
  return partial?.arn.startsWith(`${id}-`) ? partial : undefined;
}
