import { authorizerPermission } from '../apis/authorizer-permission.ts';
import { bodyLocation } from '../apis/s3-location.ts';
import type { SamType, TransformContext } from '../context.ts';
import { deepGet, NoMap } from '../language/deep-path.ts';
import { InvalidResource } from '../language/errors.ts';
import { expectText } from '../language/expect.ts';
import { isIntrinsic, isNoValue, ref } from '../language/intrinsics.ts';
import { copyMap } from '../language/legacy/ordered-map.ts';
import { hashedId } from '../language/logical-id.ts';
import { isAlphanumeric } from '../language/python-text.ts';
import { copyOf, type Fields, has, isEqual, isMap, isNothing, isTruthy } from '../language/values.ts';
import { apiV2Stage, httpApiResource } from '../resources/api-gateway-v2.ts';
import { isABoolean, isAMap, isAText, isOneOf, optional, passed } from '../resources/property.ts';
import { propagateTags, Resource } from '../resources/resource.ts';
import { customDomain } from './custom-domain.ts';
import { type Authorizers, readAuthorizers } from './http-authorizer.ts';
import { defaultTitle, isOpenApi, OpenApiEditor } from './open-api-editor.ts';

const tagName = 'httpapi:createdBy';
const defaultStage = '$default';

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-httpapi.html */
export const httpApi: SamType = {
  type: 'AWS::Serverless::HttpApi',
  properties: {
    // Whether the definition comes from events: then a route has one event.
    __MANAGE_SWAGGER: optional(isABoolean),
    Name: passed(),
    StageName: optional(isOneOf(isAText, isAMap)),
    Tags: optional(isAMap),
    PropagateTags: optional(isABoolean),
    DefinitionBody: optional(isAMap),
    DefinitionUri: optional(isOneOf(isAText, isAMap)),
    StageVariables: optional(isAMap),
    CorsConfiguration: optional(isOneOf(isABoolean, isAMap)),
    AccessLogSettings: optional(isAMap),
    DefaultRouteSettings: optional(isAMap),
    Auth: optional(isAMap),
    RouteSettings: optional(isAMap),
    Domain: optional(isAMap),
    FailOnWarnings: optional(isABoolean),
    Description: optional(isAText),
    DisableExecuteApiEndpoint: optional(isABoolean),
  },
  referable: { Stage: 'AWS::ApiGatewayV2::Stage', DomainName: 'AWS::ApiGatewayV2::DomainName' },
  toCloudFormation: (resource, context) => {
    for (const name of ['CorsConfiguration', 'Domain']) {
      resource.set(name, context.parameters.resolve(resource.get(name)));
    }
    const { logicalId: apiId, passedAttributes: attributes } = resource;
    const hasTags = isTruthy(resource.get('Tags'));
    const isInline = resource.get('DefinitionBody') !== undefined;
    const api = apiOf(resource, context);
    const domain = resource.get('Domain') as Fields | undefined;
    const [name, ...others] = domain ? customDomain({ apiId, tagName, attributes }, domain, context) : [];
    const resources = [api, ...permissionsOf(resource, context), ...(name ? [name, ...others] : []), stageOf(resource)];
    // Their tags are those of the definition.
    propagateTags(resources, hasTags && resource.get('Tags'), isInline);
    return resources;
  },
};

function apiOf(resource: Resource, context: TransformContext): Resource {
  const { logicalId: apiId, dependsOn, attributes } = resource;
  const api = new Resource(httpApiResource, apiId, { dependsOn, attributes });
  const uri = resource.get('DefinitionUri');
  if (isTruthy(uri) && isTruthy(resource.get('DefinitionBody'))) {
    throw new InvalidResource(apiId, "Specify either 'DefinitionUri' or 'DefinitionBody' property and not both.");
  }
  writeCors(resource);
  writeAuth(resource, context);
  writeTags(resource);
  if (isTruthy(resource.get('FailOnWarnings'))) api.set('FailOnWarnings', resource.get('FailOnWarnings'));
  for (const write of [writeEndpoint, writeTitle, writeDescription, renameDefaultPath]) write(resource);
  const body = resource.get('DefinitionBody');
  if (isTruthy(uri)) api.set('BodyS3Location', bodyLocation(apiId, uri));
  else if (isTruthy(body)) api.set('Body', body);
  else {
    throw new InvalidResource(
      apiId,
      "'DefinitionUri' or 'DefinitionBody' are required properties of an 'AWS::Serverless::HttpApi'. Add a value for one of these properties or add a 'HttpApi' event to an 'AWS::Serverless::Function'.",
    );
  }
  return api;
}

/** Has something written into the definition, which is there. */
function edit(resource: Resource, write: (editor: OpenApiEditor) => void): void {
  const editor = new OpenApiEditor(resource.get('DefinitionBody'));
  write(editor);
  resource.set('DefinitionBody', editor.document);
}

const corsNames: Readonly<Record<string, string>> = {
  AllowMethods: 'allowMethods',
  AllowHeaders: 'allowHeaders',
  AllowOrigins: 'allowOrigins',
  MaxAge: 'maxAge',
  ExposeHeaders: 'exposeHeaders',
  AllowCredentials: 'allowCredentials',
};

function writeCors(resource: Resource): void {
  const { logicalId: apiId } = resource;
  const given = resource.get('CorsConfiguration');
  if (!isTruthy(given)) return;
  if (!isTruthy(resource.get('DefinitionBody'))) {
    throw new InvalidResource(apiId, "Cors works only with inline OpenApi specified in 'DefinitionBody' property.");
  }
  const cors = corsOf(apiId, given);
  if (!isOpenApi(resource.get('DefinitionBody'))) {
    throw new InvalidResource(
      apiId,
      "Unable to add Cors configuration because 'DefinitionBody' does not contain a valid OpenApi definition.",
    );
  }
  if (cors.allowCredentials === true && isEqual(cors.allowOrigins, ['*'])) {
    throw new InvalidResource(
      apiId,
      "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set.",
    );
  }
  edit(resource, (editor) => editor.setCors(cors));
}

/** By the definition's names. */
function corsOf(apiId: string, given: unknown): Fields {
  if (typeof given === 'boolean') return { allowOrigins: ['*'] };
  if (isIntrinsic(given)) return { allowOrigins: given };
  if (!isMap(given)) throw new InvalidResource(apiId, "Invalid value for 'Cors' property.");
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => {
      const name = has(corsNames as Fields, key) ? corsNames[key] : undefined;
      if (name === undefined) throw new InvalidResource(apiId, `Invalid key '${key}' for 'Cors' property.`);
      return [name, value];
    }),
  );
}

function writeAuth(resource: Resource, context: TransformContext): void {
  const { logicalId: apiId } = resource;
  const auth = resource.get('Auth') as Fields | undefined;
  if (!auth || !isTruthy(auth)) return;
  if (!isTruthy(resource.get('DefinitionBody'))) {
    throw new InvalidResource(apiId, "Auth works only with inline OpenApi specified in the 'DefinitionBody' property.");
  }
  if (Object.keys(auth).some((key) => !['Authorizers', 'DefaultAuthorizer', 'EnableIamAuthorizer'].includes(key))) {
    throw new InvalidResource(apiId, "Invalid value for 'Auth' property");
  }
  if (!isOpenApi(resource.get('DefinitionBody'))) {
    throw new InvalidResource(
      apiId,
      "Unable to add Auth configuration because 'DefinitionBody' does not contain a valid OpenApi definition.",
    );
  }
  edit(resource, (editor) => {
    const authorizers = authorizersOf(apiId, auth, context);
    editor.addSecuritySchemes(authorizers);
    if (!isTruthy(auth.DefaultAuthorizer) || isNoValue(auth.DefaultAuthorizer)) return;
    const name = expectText(auth.DefaultAuthorizer, { id: apiId, path: 'Auth.DefaultAuthorizer' });
    if (!authorizers.has(name)) {
      throw new InvalidResource(
        apiId,
        `Unable to set DefaultAuthorizer because '${name}' was not defined in 'Authorizers'.`,
      );
    }
    for (const path of editor.pathNames) editor.setDefaultAuthorizer(path, name, authorizers);
  });
}

const authorizersOf = (apiId: string, auth: Fields, { partition }: TransformContext): Authorizers =>
  readAuthorizers(apiId, auth.Authorizers, auth.EnableIamAuthorizer, partition);

function writeTags(resource: Resource): void {
  const { logicalId: apiId } = resource;
  const body = resource.get('DefinitionBody');
  const tags = (resource.get('Tags') ?? {}) as Fields;
  if (!isTruthy(body)) {
    if (!isTruthy(tags)) return;
    throw new InvalidResource(apiId, "Tags works only with inline OpenApi specified in the 'DefinitionBody' property.");
  }
  if (!isOpenApi(body)) {
    if (!isTruthy(tags)) return;
    throw new InvalidResource(
      apiId,
      "Unable to add `Tags` because 'DefinitionBody' does not contain a valid OpenApi definition.",
    );
  }
  // Where the template's maps are in Python 2's order, the tags are too.
  const all = copyMap(tags);
  all[tagName] = 'SAM';
  resource.set('Tags', all);
  edit(resource, (editor) => editor.addTags(all));
}

function writeEndpoint(resource: Resource): void {
  const isDisabled = resource.get('DisableExecuteApiEndpoint');
  if (isDisabled === undefined) return;
  if (!isTruthy(resource.get('DefinitionBody'))) {
    throw new InvalidResource(
      resource.logicalId,
      "DisableExecuteApiEndpoint works only within 'DefinitionBody' property.",
    );
  }
  edit(resource, (editor) => editor.setEndpoint(isDisabled));
}

function writeTitle(resource: Resource): void {
  const name = resource.get('Name');
  if (!isTruthy(name)) return;
  const title = definedOf(resource, 'Name', ['info', 'title'], '.');
  if (!isEqual(title, defaultTitle)) throw definedAlready(resource, 'Name');
  edit(resource, (editor) => editor.setTitle(name));
}

function writeDescription(resource: Resource): void {
  const description = resource.get('Description');
  if (!isTruthy(description)) return;
  // The quote that is too much is AWS's.
  if (isTruthy(definedOf(resource, 'Description', ['info', 'description'], "'."))) {
    throw definedAlready(resource, 'Description');
  }
  edit(resource, (editor) => editor.setDescription(description));
}

/** What the definition says already of what a property would write into it. */
function definedOf(resource: Resource, property: string, path: readonly string[], end: string): unknown {
  const body = resource.get('DefinitionBody');
  if (!isTruthy(body)) {
    throw new InvalidResource(
      resource.logicalId,
      `${property} works only with inline OpenApi specified in the 'DefinitionBody' property.`,
    );
  }
  try {
    return deepGet(body, path);
  } catch (error) {
    if (!(error instanceof NoMap)) throw error;
    throw new InvalidResource(resource.logicalId, `Invalid 'DefinitionBody': ${error.message}${end}`);
  }
}

const definedAlready = ({ logicalId }: Resource, property: string) =>
  new InvalidResource(
    logicalId,
    `Unable to set ${property} because it is already defined within inline OpenAPI specified in the 'DefinitionBody' property.`,
  );

/** `$default` is no path to API Gateway when it is to fail on warnings. */
function renameDefaultPath(resource: Resource): void {
  const body = resource.get('DefinitionBody');
  if (!isTruthy(resource.get('FailOnWarnings')) || !isMap(body) || !isMap(body.paths)) return;
  if (!has(body.paths, defaultStage)) return;
  const { [defaultStage]: route, ...paths } = body.paths;
  resource.set('DefinitionBody', { ...body, paths: { ...paths, [`/${defaultStage}`]: route } });
}

function permissionsOf(resource: Resource, context: TransformContext): Resource[] {
  const { logicalId: apiId, passedAttributes } = resource;
  const auth = resource.get('Auth') as Fields | undefined;
  if (!auth || !isTruthy(auth)) return [];
  return [...authorizersOf(apiId, auth, context)].flatMap(([name, { functionArn, isPermitted }]) =>
    isTruthy(functionArn) && isPermitted
      ? [
          authorizerPermission({
            id: `${apiId}${name}AuthorizerPermission`,
            functionArn,
            apiId,
            attributes: passedAttributes,
          }),
        ]
      : [],
  );
}

function stageOf(resource: Resource): Resource {
  const { logicalId: apiId, passedAttributes: attributes } = resource;
  const given = resource.get('StageName');
  const name = isTruthy(given) ? given : defaultStage;
  const stage = new Resource(apiV2Stage, stageId(apiId, name), { attributes });
  stage.set('ApiId', ref(apiId));
  stage.set('StageName', name);
  stage.set('AutoDeploy', true);
  for (const property of ['StageVariables', 'AccessLogSettings', 'DefaultRouteSettings', 'Tags', 'RouteSettings']) {
    if (!isNothing(resource.get(property))) stage.set(property, copyOf(resource.get(property)));
  }
  return stage;
}

function stageId(apiId: string, name: unknown): string {
  if (typeof name !== 'string') return `${apiId}Stage`;
  if (name === defaultStage) return `${apiId}ApiGatewayDefaultStage`;
  return isAlphanumeric(name) ? `${apiId}${name}Stage` : hashedId(`${apiId}Stage`, name);
}
