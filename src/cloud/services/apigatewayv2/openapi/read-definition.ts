import type { Cors } from '@aws-sdk/client-apigatewayv2';
import { resolve } from '../../../gateway/openapi/references.ts';
import { type Structure, structureOf, textOf } from '../../../gateway/openapi/structure.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { Random } from '../../../kernel/random.ts';
import { badRequest } from '../errors.ts';
import type { IntegrationRecord, RouteRecord } from '../state.ts';
import { assertApi } from '../validation/api.ts';
import { assertRouteKey } from '../validation/route.ts';
import { basePathOf } from './base-path.ts';
import type { BasePathMode, DefinedSettings, Definition } from './definition.ts';
import { readIntegration } from './read-integration.ts';
import { guardOf, readSchemes, type Scheme } from './read-security.ts';
import { readDefinitionText } from './read-text.ts';

const methods: ReadonlyMap<string, string> = new Map([
  ...['delete', 'get', 'head', 'options', 'patch', 'post', 'put'].map((name) => [name, name.toUpperCase()] as const),
  ['x-amazon-apigateway-any-method', 'ANY'],
]);

/**
 * Reads an OpenAPI 3.0 definition. What AWS would leave out is left out, with a warning.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 * @throws BadRequestException for what is no OpenAPI 3.0 definition
 */
export function readDefinition(text: string, basePath: BasePathMode, random: Random): Definition {
  const document = readDefinitionText(text);
  if (document.swagger !== undefined) {
    throw badRequest('OpenAPI 2.0 (Swagger) is not supported for HTTP APIs. Use OpenAPI 3.0.');
  }
  // `3.0` is what Infrastructure Composer writes; without quotes YAML has it for the number 3.
  if (!/^3(\.0(\.\d+)?)?$/.test(String(document.openapi ?? ''))) throw badRequest('Invalid OpenAPI input.');
  const settings = settingsOf(document);
  assertApi(settings);
  const reader = new PathReader(document, random, basePathOf(document, basePath));
  reader.readAll();
  return { settings, ...reader.result };
}

function settingsOf(document: Structure): DefinedSettings {
  const { title, description, version } = structureOf(document.info);
  const name = textOf(title);
  if (!name) throw badRequest('Unable to create API: attribute info.title is missing');
  const cors = document['x-amazon-apigateway-cors'];
  const endpoint = structureOf(document['x-amazon-apigateway-endpoint-configuration']);
  return {
    Name: name,
    Description: textOf(description),
    Version: version === undefined ? undefined : String(version),
    CorsConfiguration: cors === undefined ? undefined : corsOf(structureOf(cors)),
    DisableExecuteApiEndpoint: endpoint.disableExecuteApiEndpoint === true,
    Tags: tagsOf(document.tags),
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-cors-configuration.html */
function corsOf(extension: Structure): Cors {
  const lists = ['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders'] as const;
  const listed = lists.flatMap((name) => {
    const value = extension[name];
    return value === undefined
      ? []
      : [[name.replace(/^./, (first) => first.toUpperCase()), [value].flat().map(String)]];
  });
  const { maxAge, allowCredentials } = extension;
  return {
    ...Object.fromEntries(listed),
    ...(maxAge !== undefined && { MaxAge: Number(maxAge) }),
    ...(allowCredentials !== undefined && { AllowCredentials: String(allowCredentials) === 'true' }),
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-openapi-extensions-tag-value.html */
function tagsOf(tags: unknown): Record<string, string> | undefined {
  const pairs = (Array.isArray(tags) ? tags : []).flatMap((tag) => {
    const { name, 'x-amazon-apigateway-tag-value': value } = structureOf(tag);
    return typeof name === 'string' && value !== undefined ? [[name, String(value)] as const] : [];
  });
  return pairs.length > 0 ? Object.fromEntries(pairs) : undefined;
}

/** Walks over the paths once and gathers what is to be made. */
class PathReader {
  readonly #document: Structure;
  readonly #random: Random;
  readonly #basePath: string;
  readonly #schemes: ReadonlyMap<string, Scheme>;
  readonly #routes: RouteRecord[] = [];
  readonly #integrations = new Map<string, IntegrationRecord>();
  readonly #checked = new WeakSet<Structure>();
  readonly #info: string[] = [];
  readonly #warnings: string[];

  constructor(document: Structure, random: Random, basePath: string) {
    this.#document = document;
    this.#random = random;
    this.#basePath = basePath;
    const { byName, warnings } = readSchemes(document, random);
    this.#schemes = byName;
    this.#warnings = [...warnings];
  }

  get result() {
    return {
      authorizers: [...this.#schemes.values()].flatMap(({ authorizer }) => authorizer ?? []),
      integrations: [...this.#integrations.values()],
      routes: this.#routes,
      info: this.#info,
      warnings: this.#warnings,
    };
  }

  readAll(): void {
    for (const [path, value] of Object.entries(structureOf(this.#document.paths))) {
      const isDefault = path === '/$default' || path === '$default';
      if (!path.startsWith('/')) {
        this.#warnings.push(`Parse issue: attribute paths. Resource ${path} should start with /`);
        if (!isDefault) continue;
      }
      const item = resolve(this.#document, value);
      if ('missing' in item) this.#warnings.push(`Parse issue: attribute paths.'${path}'.${item.missing} is missing`);
      else this.#readItem(path, item.found, isDefault);
    }
  }

  #readItem(path: string, item: Structure, isDefault: boolean): void {
    for (const [name, value] of Object.entries(item)) {
      const method = methods.get(name);
      if (method === undefined) continue;
      const operation = structureOf(value);
      const isDefaultRoute = isDefault && method === 'ANY';
      this.#readRoute(isDefaultRoute ? '$default' : `${method} ${this.#basePath}${path}`, path, name, operation);
    }
  }

  #readRoute(RouteKey: string, path: string, method: string, operation: Structure): void {
    const at = `paths.'${path}'(${method})`;
    if (operation.requestBody !== undefined)
      this.#info.push(`${at}.requestBody is not supported for HTTP APIs. Ignoring.`);
    // Paths may share an operation by reference: its models are looked at once, whoever names it.
    if (!this.#checked.has(operation)) this.#warnings.push(...missingModels(this.#document, at, operation));
    this.#checked.add(operation);
    try {
      assertRouteKey(RouteKey);
    } catch (error) {
      this.#note(error, `Unable to create Route '${RouteKey}'`);
      return;
    }
    const IntegrationId = this.#integrationOf(RouteKey, at, operation);
    const guard = guardOf(operation, this.#document, this.#schemes);
    const { operationId } = operation;
    const scopes = guard?.scheme.type === 'JWT' ? guard.scopes : [];
    this.#routes.push({
      RouteId: this.#random.text(7),
      RouteKey,
      ApiGatewayManaged: false,
      ApiKeyRequired: false,
      AuthorizationType: guard?.scheme.type ?? 'NONE',
      ...(guard?.scheme.authorizer && { AuthorizerId: guard.scheme.authorizer.AuthorizerId }),
      ...(scopes.length > 0 && { AuthorizationScopes: [...scopes] }),
      ...(typeof operationId === 'string' && { OperationName: operationId }),
      ...(IntegrationId !== undefined && { Target: `integrations/${IntegrationId}` }),
    });
  }

  /** Routes that name an integration by `$ref` share it. */
  #integrationOf(routeKey: string, at: string, operation: Structure): string | undefined {
    const name = 'x-amazon-apigateway-integration';
    if (operation[name] === undefined) return undefined;
    const resolved = resolve(this.#document, operation[name]);
    if ('missing' in resolved) {
      this.#warnings.push(`Parse issue: attribute ${at}.${name}.${resolved.missing} is missing`);
      return undefined;
    }
    const key = resolved.reference ?? routeKey;
    const known = this.#integrations.get(key);
    if (known) return known.IntegrationId;
    try {
      const integration = readIntegration(resolved.found, this.#random.text(7));
      this.#integrations.set(key, integration);
      return integration.IntegrationId;
    } catch (error) {
      this.#note(error, `Unable to create Integration for route '${routeKey}'`);
      return undefined;
    }
  }

  #note(error: unknown, what: string): void {
    if (!(error instanceof AwsError)) throw error;
    this.#warnings.push(`${what}: ${error.message}`);
  }
}

/** Models that responses refer to and that are not there: HTTP APIs have no use for them, and AWS warns. */
function missingModels(document: Structure, at: string, operation: Structure): string[] {
  return Object.entries(structureOf(operation.responses)).flatMap(([status, response]) => {
    const { content } = structureOf(response);
    return Object.values(structureOf(content)).flatMap((media) => {
      const resolved = resolve(document, structureOf(media).schema);
      if (!('missing' in resolved)) return [];
      return [`Parse issue: attribute ${at}.responses.${status}.content.schema.${resolved.missing} is missing`];
    });
  });
}
