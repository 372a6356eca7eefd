import type { AuthorizerContext } from '../../../gateway/authorizers/authorizer-results.ts';

/** What authorization found out, as events, logs and mappings tell it. */
export type Authorization =
  | {
      readonly kind: 'jwt';
      /** All of them as text: so do events show them. */
      readonly claims: Readonly<Record<string, string>>;
      /** Null on routes that ask for no scope. */
      readonly scopes: readonly string[] | null;
    }
  /** `principalId` is undefined for simple responses, which have none. */
  | { readonly kind: 'lambda'; readonly principalId: string | undefined; readonly context: AuthorizerContext }
  | { readonly kind: 'iam'; readonly iam: IamIdentity };

/**
 * `requestContext.authorizer.iam`, member by member.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
interface IamIdentity {
  readonly accessKey: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly cognitoIdentity: null;
  readonly principalOrgId: string;
  readonly userArn: string;
  readonly userId: string;
}
