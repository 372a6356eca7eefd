import { InvalidResource } from '../language/errors.ts';
import { expectList, expectMap, expectText, expectType } from '../language/expect.ts';
import { made, textOf } from '../language/legacy/made-text.ts';
import { legacyMap, madeMap, setMade } from '../language/legacy/ordered-map.ts';
import { pythonText } from '../language/python-text.ts';
import { type Fields, isMap, isTruthy, listOf, member } from '../language/values.ts';

export interface AuthorizerSettings {
  readonly apiId: string;
  readonly name: string;
  readonly partition: string;
  /** What the template says; nothing for IAM's. */
  readonly declared: Fields;
  readonly isIam?: boolean;
}

const sources: Readonly<Record<string, string>> = {
  Headers: 'method.request.header.',
  QueryStrings: 'method.request.querystring.',
  StageVariables: 'stageVariables.',
  Context: 'context.',
};

/** An authorizer of a REST API. */
export class RestAuthorizer {
  readonly functionArn: unknown;
  readonly authorizationScopes: unknown[];
  readonly hasNoPermission: boolean;
  readonly #settings: AuthorizerSettings;
  readonly #payloadType: unknown;

  /** @throws InvalidResource, InvalidPropertyType */
  constructor(settings: AuthorizerSettings) {
    const { apiId: id, name, declared } = settings;
    this.#settings = settings;
    this.functionArn = member(declared, 'FunctionArn');
    this.#payloadType = member(declared, 'FunctionPayloadType');
    const type = this.#payloadType;
    if (type !== undefined && type !== 'TOKEN' && type !== 'REQUEST') {
      throw new InvalidResource(id, `${name} Authorizer has invalid 'FunctionPayloadType': ${pythonText(type)}.`);
    }
    if (type === 'REQUEST' && this.#isWithoutIdentitySource()) {
      throw new InvalidResource(
        id,
        `${name} Authorizer must specify Identity with at least one of Headers, QueryStrings, StageVariables, or Context.`,
      );
    }
    const scopes = member(declared, 'AuthorizationScopes') ?? [];
    this.authorizationScopes = expectList(scopes, { id, path: `Authorizers.${name}.AuthorizationScopes` });
    const noPermission = member(declared, 'DisableFunctionDefaultPermissions') ?? false;
    const path = `Authorizers.${name}.DisableFunctionDefaultPermissions`;
    this.hasNoPermission = expectType('boolean', noPermission, { id, path });
  }

  /** As an entry of the definition's `securityDefinitions`. */
  toSwagger(): Fields {
    const kind = this.#kind;
    const swagger = madeMap({ type: 'apiKey' });
    const name = this.#headerName;
    setMade(swagger, 'name', name);
    setMade(swagger, 'in', made('header'));
    const authorization = { iam: 'awsSigv4', cognito: 'cognito_user_pools', lambda: 'custom' }[kind];
    setMade(swagger, 'x-amazon-apigateway-authtype', made(authorization));
    if (kind === 'iam') return swagger;
    const authorizer = kind === 'cognito' ? this.#userPools() : this.#lambda();
    setMade(swagger, 'x-amazon-apigateway-authorizer', authorizer);
    if (kind === 'cognito' || !this.#isForRequests) {
      const expression = member(this.#identity, 'ValidationExpression');
      if (isTruthy(expression)) setMade(authorizer, 'identityValidationExpression', expression);
    }
    return swagger;
  }

  get #identity(): unknown {
    return member(this.#settings.declared, 'Identity');
  }

  get #kind(): 'iam' | 'cognito' | 'lambda' {
    if (this.#settings.isIam) return 'iam';
    return isTruthy(this.#settings.declared.UserPoolArn) ? 'cognito' : 'lambda';
  }

  get #isForRequests(): boolean {
    return this.#payloadType === 'REQUEST';
  }

  get #headerName(): unknown {
    if (this.#kind === 'lambda' && this.#isForRequests) return made('Unused');
    const identity = this.#identity;
    if (isTruthy(identity) && !isMap(identity)) {
      throw new InvalidResource(
        this.#settings.apiId,
        'Auth.Authorizers.<Authorizer>.Identity must be a dict (LambdaTokenAuthorizationIdentity, LambdaRequestAuthorizationIdentity or CognitoAuthorizationIdentity).',
      );
    }
    const header = member(identity, 'Header');
    return isTruthy(header) ? header : made('Authorization');
  }

  #userPools(): Fields {
    return madeMap({ type: 'cognito_user_pools', providerARNs: listOf(this.#settings.declared.UserPoolArn) });
  }

  #lambda(): Fields {
    const { partition, declared } = this.#settings;
    const functions = 'lambda:path/2015-03-31/functions/${__FunctionArn__}/invocations';
    const uri = made(`arn:${partition}:apigateway:\${AWS::Region}:${functions}`);
    const authorizer = madeMap({
      type: this.#isForRequests ? 'request' : 'token',
      authorizerUri: { 'Fn::Sub': [uri, { __FunctionArn__: this.functionArn ?? null }] },
    });
    const ttl = isTruthy(this.#identity) ? member(this.#identity, 'ReauthorizeEvery') : undefined;
    if (ttl !== undefined) setMade(authorizer, 'authorizerResultTtlInSeconds', ttl);
    const role = declared.FunctionInvokeRole;
    if (isTruthy(role) && role !== 'NONE') setMade(authorizer, 'authorizerCredentials', role);
    if (this.#isForRequests) {
      const source = this.#identitySource();
      if (source !== '') setMade(authorizer, 'identitySource', source);
    }
    return authorizer;
  }

  #identitySource(): string {
    const { apiId: id, name } = this.#settings;
    return Object.entries(sources)
      .flatMap(([key, prefix]) => {
        const values = member(this.#identity, key);
        if (!isTruthy(values)) return [];
        const path = `Auth.Authorizers.${name}.Identity.${key}`;
        return expectList(values, { id, path }).map(
          (value, at) => prefix + textOf(expectText(value, { id, path: `${path}[${at}]` })),
        );
      })
      .join(', ');
  }

  #isWithoutIdentitySource(): boolean {
    const { apiId: id, name } = this.#settings;
    if (!isTruthy(this.#identity)) return true;
    const identity = expectMap(this.#identity, { id, path: `Authorizer.${name}.Identity` });
    const hasNone = Object.keys(sources).every((key) => !isTruthy(member(identity, key)));
    const ttl = pythonInteger(member(identity, 'ReauthorizeEvery'));
    return (ttl === undefined || ttl > 0) && hasNone;
  }
}

/** As Python's `int` reads it. */
function pythonInteger(value: unknown): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'number' || value instanceof Number) return Math.trunc(Number(value));
  if (typeof value !== 'string' || !/^\s*[-+]?\d+(_\d+)*\s*$/.test(value)) return undefined;
  return Number(value.replaceAll('_', ''));
}

/** All that an API declares, by their names; IAM's own where it is the default. Undefined where there is none. */
export function authorizersOf(
  apiId: string,
  partition: string,
  declared: unknown,
  defaultAuthorizer?: unknown,
): Map<string, RestAuthorizer> | undefined {
  const authorizers = new Map<string, RestAuthorizer>();
  if (defaultAuthorizer === 'AWS_IAM') {
    const settings = { apiId, name: 'AWS_IAM', partition, declared: {}, isIam: true };
    authorizers.set('AWS_IAM', new RestAuthorizer(settings));
  }
  if (!isTruthy(declared)) return authorizers.size > 0 ? authorizers : undefined;
  for (const [name, entry] of Object.entries(expectMap(declared, { id: apiId, path: 'Auth.Authorizers' }))) {
    const fields = expectMap(entry, { id: apiId, path: `Auth.Authorizers.${name}` });
    authorizers.set(name, new RestAuthorizer({ apiId, name, partition, declared: fields }));
  }
  // They are kept in Python's order, in which the default one comes where it belongs.
  const order = legacyMap([...authorizers.keys()].map((name) => [name, undefined]));
  return new Map(Object.keys(order).map((name) => [name, authorizers.get(name) as RestAuthorizer]));
}
