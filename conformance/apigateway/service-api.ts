import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  type CreateRestApiCommandInput,
  CreateStageCommand,
  type CreateStageCommandInput,
  GetResourcesCommand,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  type PutIntegrationResponseCommandInput,
  PutMethodCommand,
  type PutMethodCommandInput,
  PutMethodResponseCommand,
} from '@aws-sdk/client-api-gateway';

/** The role that integrations take on. */
export const role = 'arn:aws:iam::000000000000:role/api';

/** One method with an integration of type AWS, at a path below the root. */
export interface ServiceMethod {
  readonly path: string;
  readonly verb: string;
  /** `dynamodb:action/PutItem` */
  readonly service: string;
  readonly method?: Partial<PutMethodCommandInput>;
  readonly integration?: Partial<PutIntegrationCommandInput>;
  readonly response?: Partial<PutIntegrationResponseCommandInput>;
}

export interface ServiceApi {
  readonly restApiId: string;
  readonly deploymentId: string;
  readonly resourceIds: ReadonlyMap<string, string>;
}

/** An API of such methods, deployed to no stage yet. */
export async function makeServiceApi(
  apis: APIGatewayClient,
  methods: readonly ServiceMethod[],
  settings: Partial<CreateRestApiCommandInput> = {},
): Promise<ServiceApi> {
  const { id: restApiId = '' } = await apis.send(new CreateRestApiCommand({ name: 'services', ...settings }));
  const { items = [] } = await apis.send(new GetResourcesCommand({ restApiId }));
  const resourceIds = new Map([['', items[0]?.id ?? '']]);
  for (const method of methods) await putServiceMethod(apis, { restApiId, resourceIds }, method);
  const { id: deploymentId = '' } = await apis.send(new CreateDeploymentCommand({ restApiId }));
  return { restApiId, deploymentId, resourceIds };
}

/** Each part of the path that is not there yet, then the method. */
async function putServiceMethod(
  apis: APIGatewayClient,
  { restApiId, resourceIds }: { readonly restApiId: string; readonly resourceIds: Map<string, string> },
  { path, verb, service, method, integration, response }: ServiceMethod,
): Promise<void> {
  let parent = '';
  for (const pathPart of path.split('/').slice(1)) {
    const below = `${parent}/${pathPart}`;
    if (!resourceIds.has(below)) {
      const input = { restApiId, parentId: resourceIds.get(parent), pathPart };
      resourceIds.set(below, (await apis.send(new CreateResourceCommand(input))).id ?? '');
    }
    parent = below;
  }
  const place = { restApiId, resourceId: resourceIds.get(parent), httpMethod: verb };
  await apis.send(new PutMethodCommand({ ...place, authorizationType: 'NONE', ...method }));
  const declared = Object.keys(response?.responseParameters ?? {}).map((name) => [name, false]);
  const responseParameters = Object.fromEntries(declared) as Record<string, boolean>;
  await apis.send(new PutMethodResponseCommand({ ...place, statusCode: '200', responseParameters }));
  await apis.send(
    new PutIntegrationCommand({
      ...place,
      type: 'AWS',
      integrationHttpMethod: 'POST',
      uri: `arn:aws:apigateway:us-east-1:${service}`,
      credentials: role,
      ...integration,
    }),
  );
  await apis.send(new PutIntegrationResponseCommand({ ...place, statusCode: '200', ...response }));
}

/** A stage of the API, and the address of its root. */
export async function makeStage(
  apis: APIGatewayClient,
  { restApiId, deploymentId }: ServiceApi,
  endpoint: string,
  settings: Partial<CreateStageCommandInput> = {},
): Promise<string> {
  const stageName = settings.stageName ?? 'prod';
  await apis.send(new CreateStageCommand({ restApiId, deploymentId, stageName, ...settings }));
  return `${endpoint}/restapis/${restApiId}/${stageName}/_user_request_`;
}
