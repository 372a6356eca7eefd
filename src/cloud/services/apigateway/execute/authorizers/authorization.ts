import type { Caller } from '../../../../kernel/identity.ts';

/** What authorization found out, as events, logs, mappings and usage plans ask for it. */
export type Authorization = FunctionAuthorization | PoolAuthorization | IamAuthorization;

/** Of a Lambda authorizer. */
interface FunctionAuthorization {
  readonly kind: 'lambda';
  readonly principalId: string;
  /** As text, whatever the function answered. */
  readonly context: Readonly<Record<string, string>>;
  /** The API key by which the request is counted, where the API takes it from its authorizer. */
  readonly usageIdentifierKey: string | undefined;
  /** What the function took; 0 for a decision that was kept. */
  readonly integrationLatencyMs: number;
}

/** Of a Cognito user pool. */
interface PoolAuthorization {
  readonly kind: 'cognito';
  readonly claims: Readonly<Record<string, string>>;
}

/** Of a signature. */
interface IamAuthorization {
  readonly kind: 'iam';
  readonly caller: Caller;
  readonly accessKeyId: string;
}
