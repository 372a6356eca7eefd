import type { Caller } from '../kernel/identity.ts';

/**
 * Who makes the request that is judged.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export interface Principal {
  /**
   * `federated-user` is a session of GetFederationToken; `federated` is somebody whom an identity provider knows, asking
   * for a role.
   */
  readonly kind: 'root' | 'user' | 'assumed-role' | 'federated-user' | 'federated' | 'service' | 'anonymous';
  /** Empty for those who belong to none. */
  readonly account: string;
  /** Of the user or the session; empty where there is none. */
  readonly arn: string;
  /** The role or user that a session is of; a role's is found by its name where this is not known. */
  readonly issuerArn?: string;
  /** `apigateway.amazonaws.com`, for services. */
  readonly service?: string;
  /** `accounts.google.com` or a provider's ARN, for federated principals. */
  readonly provider?: string;
  /** The account's canonical user id, which S3 knows. */
  readonly canonicalUser?: string;
}

/** They have policies of their own; of all others, resource policies alone decide. */
export const hasIdentityPolicies = ({ kind }: Principal): boolean =>
  kind === 'root' || kind === 'user' || kind === 'assumed-role' || kind === 'federated-user';

/** The caller of a request, as policies know it. */
export function principalOf({ kind, account, arn, principal }: Caller): Principal {
  return { kind, account, arn, ...(kind === 'service' && { service: principal }) };
}
