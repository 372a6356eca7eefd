import type { Cors } from '@aws-sdk/client-apigatewayv2';
import { methodOf, pathOf } from '../compile/router.ts';
import type { ApiRecord, AuthorizerRecord, Configuration, IntegrationRecord, RouteRecord } from '../state.ts';

interface Exported {
  readonly api: ApiRecord;
  readonly configuration: Configuration;
  readonly endpoint: string;
  /** Undefined for the latest configuration, which has no stage, and for the `$default` stage, which has no path. */
  readonly basePath: string | undefined;
  /** Whether `x-amazon-apigateway-…` is written. */
  readonly hasExtensions: boolean;
}

/**
 * An API as an OpenAPI 3.0 definition, which an import takes back.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-export.html
 */
export function writeDefinition(exported: Exported): object {
  const { api, configuration, hasExtensions } = exported;
  const authorizers = new Map(configuration.authorizers.map((record) => [record.AuthorizerId, record]));
  const integrations = new Map(configuration.integrations.map((record) => [record.IntegrationId, record]));
  const paths: Record<string, Record<string, object>> = {};
  for (const route of [...configuration.routes].sort(byKey)) {
    const path = route.RouteKey === '$default' ? '/$default' : pathOf(route.RouteKey);
    const integration = integrations.get(route.Target?.replace(/^integrations\//, '') ?? '');
    paths[path] ??= {};
    Object.assign(paths[path], {
      [memberOf(route)]: operationOf(route, path, { authorizers, integration, hasExtensions }),
    });
  }
  const schemes = hasExtensions ? schemesOf(configuration) : {};
  return present({
    openapi: '3.0.1',
    info: present({
      title: api.Name,
      description: api.Description || undefined,
      version: api.Version ?? api.CreatedDate?.toISOString().replace(/T(.*)\.\d+Z$/, ' $1UTC'),
    }),
    servers: [
      { url: `${exported.endpoint}/{basePath}`, variables: { basePath: { default: exported.basePath ?? '' } } },
    ],
    tags: hasExtensions ? tagsOf(api) : undefined,
    paths,
    components: Object.keys(schemes).length > 0 ? { securitySchemes: schemes } : undefined,
    ...(hasExtensions && {
      'x-amazon-apigateway-cors': api.CorsConfiguration && corsOf(api.CorsConfiguration),
      'x-amazon-apigateway-endpoint-configuration': api.DisableExecuteApiEndpoint
        ? { disableExecuteApiEndpoint: true }
        : undefined,
      'x-amazon-apigateway-importexport-version': '1.0',
    }),
  });
}

const byKey = (a: RouteRecord, b: RouteRecord): number => (pathOf(a.RouteKey) < pathOf(b.RouteKey) ? -1 : 1);

const memberOf = ({ RouteKey }: RouteRecord): string => {
  const method = methodOf(RouteKey);
  return method === 'ANY' || method === '$default' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
};

interface Around {
  readonly authorizers: ReadonlyMap<string, AuthorizerRecord>;
  readonly integration: IntegrationRecord | undefined;
  readonly hasExtensions: boolean;
}

function operationOf(route: RouteRecord, path: string, { authorizers, integration, hasExtensions }: Around): object {
  const names = [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map(([, name]) => name);
  const scheme = route.AuthorizationType === 'AWS_IAM' ? sigv4 : authorizers.get(route.AuthorizerId ?? '')?.Name;
  return present({
    operationId: route.OperationName,
    parameters:
      names.length > 0
        ? names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
        : undefined,
    responses: {
      default: { description: `Default response for ${methodOf(route.RouteKey).replace('$default', 'ANY')} ${path}` },
    },
    security: scheme === undefined ? undefined : [{ [scheme]: route.AuthorizationScopes ?? [] }],
    ...(hasExtensions && {
      isDefaultRoute: route.RouteKey === '$default' || undefined,
      'x-amazon-apigateway-integration': integration && integrationOf(integration),
    }),
  });
}

const integrationOf = (record: IntegrationRecord): object =>
  present({
    type: record.IntegrationType?.toLowerCase(),
    integrationSubtype: record.IntegrationSubtype,
    credentials: record.CredentialsArn,
    httpMethod: record.IntegrationMethod,
    uri: record.IntegrationUri,
    requestParameters: record.RequestParameters,
    responseParameters: record.ResponseParameters,
    payloadFormatVersion: record.PayloadFormatVersion,
    connectionId: record.ConnectionId,
    connectionType: record.ConnectionType,
    timeoutInMillis: record.TimeoutInMillis,
    tlsConfig: record.TlsConfig && { serverNameToVerify: record.TlsConfig.ServerNameToVerify },
  });

const sigv4 = 'sigv4';

function schemesOf({ routes, authorizers }: Configuration): Record<string, object> {
  const schemes = Object.fromEntries(authorizers.map((record) => [record.Name ?? '', schemeOf(record)]));
  const isSigned = routes.some(({ AuthorizationType }) => AuthorizationType === 'AWS_IAM');
  const signed = { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
  return isSigned ? { ...schemes, [sigv4]: signed } : schemes;
}

function schemeOf(record: AuthorizerRecord): object {
  const identitySource = record.IdentitySource?.join(',');
  if (record.AuthorizerType === 'JWT') {
    const { Audience: audience, Issuer: issuer } = record.JwtConfiguration ?? {};
    const authorizer = { type: 'jwt', identitySource, jwtConfiguration: { audience, issuer } };
    return { type: 'oauth2', flows: {}, 'x-amazon-apigateway-authorizer': present(authorizer) };
  }
  const authorizer = {
    type: 'request',
    identitySource: identitySource || undefined,
    authorizerUri: record.AuthorizerUri,
    authorizerCredentials: record.AuthorizerCredentialsArn,
    authorizerPayloadFormatVersion: record.AuthorizerPayloadFormatVersion,
    authorizerResultTtlInSeconds: record.AuthorizerResultTtlInSeconds,
    enableSimpleResponses: record.EnableSimpleResponses,
  };
  const header = { type: 'apiKey', name: 'Authorization', in: 'header' };
  return { ...header, 'x-amazon-apigateway-authorizer': present(authorizer) };
}

const corsOf = (cors: Cors): object =>
  Object.fromEntries(
    Object.entries(cors).map(([name, value]) => [name.replace(/^./, (first) => first.toLowerCase()), value]),
  );

function tagsOf({ Tags = {} }: ApiRecord): object[] | undefined {
  const tags = Object.entries(Tags).map(([name, value]) => ({ name, 'x-amazon-apigateway-tag-value': value }));
  return tags.length > 0 ? tags : undefined;
}

const present = (record: object): object =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
