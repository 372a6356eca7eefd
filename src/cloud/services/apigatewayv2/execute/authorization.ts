/** What authorization found out, as events, logs and mappings tell it. */
export type Authorization =
  | {
      readonly kind: 'jwt';
      readonly claims: Readonly<Record<string, string>>;
      readonly scopes: readonly string[] | null;
    }
  | { readonly kind: 'lambda'; readonly principalId: string | undefined; readonly context: AuthorizerContext }
  | { readonly kind: 'iam'; readonly iam: IamIdentity };

/** What a Lambda authorizer wants functions to know; values keep their types in format 2.0. */
export type AuthorizerContext = Readonly<Record<string, unknown>>;

/** `requestContext.authorizer.iam`; https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
interface IamIdentity {
  readonly accessKey: string;
  readonly accountId: string;
  readonly callerId: string;
  readonly cognitoIdentity: null;
  readonly principalOrgId: string;
  readonly userArn: string;
  readonly userId: string;
}
