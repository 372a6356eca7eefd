import { AwsError } from '../../../kernel/errors.ts';
import { parseJson } from '../../../kernel/json.ts';
import { validation } from '../errors.ts';
import type { ParameterPolicy } from '../state.ts';

const policiesMax = 10; // AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
const types = ['Expiration', 'ExpirationNotification', 'NoChangeNotification'];

/**
 * The policies of a parameter from their JSON array; `[{}]` and empty texts take all policies away.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-policies.html
 */
export function parsePolicies(text: string): readonly ParameterPolicy[] {
  if (text.trim() === '') return [];
  const list = parseJson(text);
  if (!Array.isArray(list)) throw invalidAttribute('The policies must be a JSON array.');
  const policies = list.filter((one) => !isEmptyObject(one)).map(parsePolicy);
  if (policies.length > policiesMax) {
    throw new AwsError(
      'PoliciesLimitExceededException',
      `You specified more than the maximum number of allowed policies for the parameter. The maximum is ${policiesMax}.`,
    );
  }
  assertCompatible(policies);
  return policies;
}

/** When a parameter with these policies ceases to exist; undefined where nothing ends it. */
export const expiryMsOf = (policies: readonly ParameterPolicy[]): number | undefined =>
  policies.find(({ expiresMs }) => expiresMs !== undefined)?.expiresMs;

/** Only advanced parameters take policies. */
export const policiesNeedAdvancedTier = (): AwsError =>
  validation('Parameter policies are supported for parameters that use the advanced-parameter tier only.');

function parsePolicy(one: unknown): ParameterPolicy {
  const { Type: type, Version: version, Attributes: attributes } = (one ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof type !== 'string' || !types.includes(type)) {
    throw new AwsError(
      'InvalidPolicyTypeException',
      "The policy type isn't supported. Parameter Store supports the following policy types: Expiration, ExpirationNotification, and NoChangeNotification.",
    );
  }
  if (version !== '1.0') throw invalidAttribute('A policy attribute or its value is invalid.');
  const policy = { type, text: JSON.stringify(one) };
  const given = (attributes ?? {}) as Readonly<Record<string, unknown>>;
  if (type === 'Expiration') return { ...policy, expiresMs: timestampOf(given.Timestamp) };
  const count = Number(type === 'ExpirationNotification' ? given.Before : given.After);
  const isSpan = Number.isInteger(count) && count > 0 && (given.Unit === 'Days' || given.Unit === 'Hours');
  if (!isSpan) throw invalidAttribute('A policy attribute or its value is invalid.');
  return policy;
}

/** ISO_INSTANT or ISO_OFFSET_DATE_TIME, whose offset may carry seconds. */
function timestampOf(timestamp: unknown): number {
  const isTime = typeof timestamp === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(timestamp);
  const ms = isTime ? Date.parse(timestamp.replace(/([+-]\d\d:\d\d):\d\d$/, '$1')) : Number.NaN;
  if (Number.isNaN(ms)) throw invalidAttribute('A policy attribute or its value is invalid.');
  return ms;
}

/** One parameter ends once, and is told to end only if it does. */
function assertCompatible(policies: readonly ParameterPolicy[]): void {
  const expirations = policies.filter(({ type }) => type === 'Expiration').length;
  const isNotified = policies.some(({ type }) => type === 'ExpirationNotification');
  if (expirations <= 1 && (expirations === 1 || !isNotified)) return;
  throw new AwsError(
    'IncompatiblePolicyException',
    "There is a conflict in the policies specified for this parameter. You can't, for example, specify two Expiration policies for a parameter. Review your policies, and try again.",
  );
}

const isEmptyObject = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && Object.keys(one).length === 0;

const invalidAttribute = (message: string): AwsError => new AwsError('InvalidPolicyAttributeException', message);
