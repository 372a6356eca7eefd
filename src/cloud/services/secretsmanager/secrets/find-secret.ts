import { parseArn } from '../../../kernel/arns.ts';
import { raise } from '../../../kernel/errors.ts';
import { isMarkedForDeletion, secretNotFound } from '../errors.ts';
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

/** The same without an error: undefined for what is not there. */
export function lookUp(state: SecretsManagerState, id: string): Secret | undefined {
  const arn = parseArn(id);
  if (!arn) return state.secrets.get(id);
  if (arn.service !== 'secretsmanager' || !arn.resource.startsWith('secret:')) return undefined;
  const name = arn.resource.slice('secret:'.length);
  const whole = state.secrets.get(name.slice(0, -suffixLength));
  if (whole?.arn === id) return whole;
  // A partial ARN must still name this account and region.
  const partial = state.secrets.get(name);
  return partial?.arn.startsWith(`${id}-`) ? partial : undefined;
}
