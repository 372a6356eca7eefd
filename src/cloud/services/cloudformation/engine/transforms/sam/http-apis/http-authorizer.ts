import { InvalidResource } from '../language/errors.ts';
import { expectListOf, expectMap, expectType } from '../language/expect.ts';
import { sub } from '../language/intrinsics.ts';
import { type Fields, has, isNothing, isTruthy } from '../language/values.ts';

const authorizerKey = 'x-amazon-apigateway-authorizer';

export interface HttpAuthorizer {
  /** Undefined where it says nothing of them. */
  readonly scopes: unknown;
  readonly functionArn: unknown;
  /** Whether API Gateway is to be let invoke the function. */
  readonly isPermitted: boolean;
  /** As the definition has it. */
  securityScheme(): Fields;
}

export type Authorizers = ReadonlyMap<string, HttpAuthorizer>;

type Kind = 'JWT' | 'REQUEST';

/** By the property: whose it is, and how the error tells that. */
const owners: readonly (readonly [string, Kind, string])[] = [
  ['AuthorizationScopes', 'JWT', 'OAuth2 Authorizer'],
  ['JwtConfiguration', 'JWT', 'OAuth2 Authorizer'],
  ['IdentitySource', 'JWT', "OAuth2 Authorizer. For Lambda Authorizer, use the 'Identity' property instead"],
  ['FunctionArn', 'REQUEST', 'Lambda Authorizer'],
  ['FunctionInvokeRole', 'REQUEST', 'Lambda Authorizer'],
  ['Identity', 'REQUEST', 'Lambda Authorizer'],
  ['AuthorizerPayloadFormatVersion', 'REQUEST', 'Lambda Authorizer'],
  ['EnableSimpleResponses', 'REQUEST', 'Lambda Authorizer'],
  ['EnableFunctionDefaultPermissions', 'REQUEST', 'Lambda Authorizer'],
];

const iamAuthorizer: HttpAuthorizer = {
  scopes: undefined,
  functionArn: undefined,
  isPermitted: false,
  securityScheme: () => ({
    type: 'apiKey',
    name: 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': 'awsSigv4',
  }),
};

/**
 * Reads `Auth.Authorizers` of an HTTP API.
 * @param isIamEnabled as `Auth.EnableIamAuthorizer` has it
 * @throws InvalidResource
 */
export function readAuthorizers(apiId: string, given: unknown, isIamEnabled: unknown, partition: string): Authorizers {
  const authorizers = new Map<string, HttpAuthorizer>();
  if (isIamEnabled === true) authorizers.set('AWS_IAM', iamAuthorizer);
  if (!isTruthy(given)) return authorizers;
  for (const [name, value] of Object.entries(expectMap(given, { id: apiId, path: 'Auth.Authorizers' }))) {
    const authorizer = expectMap(value, { id: apiId, path: `Auth.Authorizers.${name}` });
    if (has(authorizer, 'OpenIdConnectUrl')) {
      throw new InvalidResource(
        apiId,
        `'OpenIdConnectUrl' is no longer a supported property for authorizer '${name}'. Please refer to the AWS SAM documentation.`,
      );
    }
    authorizers.set(name, readAuthorizer(apiId, name, authorizer, partition));
  }
  return authorizers;
}

function readAuthorizer(apiId: string, name: string, given: Fields, partition: string): HttpAuthorizer {
  const jwt = jwtConfiguration(apiId, given.JwtConfiguration);
  const kind: Kind = jwt ? 'JWT' : 'REQUEST';
  assertProperties(apiId, given, kind);
  const required = jwt ? (['IdentitySource'] as const) : (['FunctionArn', 'AuthorizerPayloadFormatVersion'] as const);
  const missing = required.find((property) => !isTruthy(given[property]));
  if (missing) {
    const noun = jwt ? 'OAuth2' : 'Lambda';
    throw new InvalidResource(apiId, `${name} ${noun} Authorizer must define '${missing}'.`);
  }
  const { AuthorizationScopes, FunctionArn, EnableFunctionDefaultPermissions: permitted } = given;
  if (!isNothing(permitted)) {
    expectType('boolean', permitted, { id: apiId, path: `Authorizers.${name}.EnableFunctionDefaultPermissions` });
  }
  return {
    scopes: isNothing(AuthorizationScopes) ? undefined : AuthorizationScopes,
    functionArn: FunctionArn,
    isPermitted: isTruthy(permitted),
    securityScheme: () => (jwt ? jwtScheme(jwt, given) : functionScheme(apiId, name, given, partition)),
  };
}

/** Undefined for nothing; its names are those of the definition, which are all lower case. */
function jwtConfiguration(apiId: string, given: unknown): Fields | undefined {
  if (!isTruthy(given)) return undefined;
  const configuration = expectMap(given, { id: apiId, path: 'JwtConfiguration' });
  return Object.fromEntries(Object.entries(configuration).map(([key, value]) => [key.toLowerCase(), value]));
}

function assertProperties(apiId: string, given: Fields, kind: Kind): void {
  if (!isNothing(given.AuthorizationScopes) && !Array.isArray(given.AuthorizationScopes)) {
    throw new InvalidResource(apiId, 'AuthorizationScopes must be a list.');
  }
  // An empty JwtConfiguration counts for none.
  for (const [property, owner, told] of owners) {
    const isNone = isNothing(given[property]) || (property === 'JwtConfiguration' && !isTruthy(given[property]));
    if (!isNone && owner !== kind) throw new InvalidResource(apiId, `${property} is only supported for ${told}.`);
  }
}

const jwtScheme = (jwt: Fields, { IdentitySource }: Fields): Fields => ({
  type: 'oauth2',
  [authorizerKey]: { jwtConfiguration: jwt, identitySource: IdentitySource, type: 'jwt' },
});

function functionScheme(apiId: string, name: string, given: Fields, partition: string): Fields {
  const { FunctionArn, FunctionInvokeRole: role, Identity: identity } = given;
  const uri = `arn:${partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${__FunctionArn__}/invocations`;
  return {
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    [authorizerKey]: {
      type: 'request',
      authorizerUri: sub(uri, { __FunctionArn__: FunctionArn }),
      ...(isTruthy(role) && role !== 'NONE' && { authorizerCredentials: role }),
      ...(isTruthy(identity) && identityOf(apiId, name, identity)),
      authorizerPayloadFormatVersion: given.AuthorizerPayloadFormatVersion,
      ...(isTruthy(given.EnableSimpleResponses) && { enableSimpleResponses: given.EnableSimpleResponses }),
    },
  };
}

const identitySources = [
  ['$request.header.', 'Headers'],
  ['$request.querystring.', 'QueryStrings'],
  ['$stageVariables.', 'StageVariables'],
  ['$context.', 'Context'],
] as const;

function identityOf(apiId: string, name: string, given: unknown): Fields {
  const identity = expectMap(given, { id: apiId, path: `Auth.Authorizers.${name}.Identity` });
  const identitySource = identitySources.flatMap(([prefix, property]) => {
    if (!isTruthy(identity[property])) return [];
    const place = { id: apiId, path: `Authorizers.${name}.Identity.${property}` };
    return expectListOf('string', identity[property], place).map((value) => prefix + value);
  });
  const { ReauthorizeEvery } = identity;
  return {
    ...(!isNothing(ReauthorizeEvery) && { authorizerResultTtlInSeconds: ReauthorizeEvery }),
    identitySource,
  };
}
