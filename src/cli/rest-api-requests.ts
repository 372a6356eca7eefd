import type { CloudClient } from '../harness/cloud-client.ts';
import type { SampleRequest } from './curl-line.ts';
import { modelSample } from './model-sample.ts';

interface Page<Item> {
  readonly items?: readonly Item[];
}

interface Resource {
  readonly path: string;
  readonly resourceMethods?: Readonly<Record<string, Method>>;
}

interface Method {
  readonly apiKeyRequired?: boolean;
  readonly authorizationType?: string;
  /** By `method.request.header.Accept` and the like, whether it is required. */
  readonly requestParameters?: Readonly<Record<string, boolean>>;
  /** Names of models by media type. */
  readonly requestModels?: Readonly<Record<string, string>>;
  readonly methodIntegration?: { readonly requestTemplates?: Readonly<Record<string, string>> };
}

interface Plan {
  readonly id: string;
  readonly apiStages?: readonly { readonly apiId?: string }[];
}

/** Requests to try the methods of a REST API, with a key where one is asked for; none where there is no such API. */
export async function restApiRequests(client: CloudClient, restApiId: string): Promise<SampleRequest[]> {
  const { items = [] } = await ask<Page<Resource>>(client, 'GetResources', {
    restApiId,
    embed: ['methods'],
    limit: 500,
  });
  const methods = items.flatMap(({ path, resourceMethods = {} }) =>
    Object.entries(resourceMethods)
      .filter(([verb]) => verb !== 'OPTIONS')
      .map(([verb, method]) => ({ verb, path, method })),
  );
  const key = methods.some(({ method }) => method.apiKeyRequired) ? await keyFor(client, restApiId) : undefined;
  return Promise.all(
    methods.map(async ({ verb, path, method }) => {
      const { apiKeyRequired = false, authorizationType = 'NONE', requestParameters = {} } = method;
      const body = await bodyFor(client, restApiId, method);
      const required = Object.keys(requestParameters).filter((name) => requestParameters[name]);
      return {
        verb,
        path,
        query: namesOf(required, 'querystring'),
        headers: {
          ...Object.fromEntries(namesOf(required, 'header').map((name) => [name.toLowerCase(), 'text'])),
          ...(apiKeyRequired && key !== undefined && { 'x-api-key': key }),
        },
        ...(body && { body }),
        isClosed: authorizationType !== 'NONE' || (apiKeyRequired && key === undefined),
      };
    }),
  );
}

/** `method.request.header.Accept` → `Accept` */
const namesOf = (parameters: readonly string[], kind: 'header' | 'querystring'): string[] =>
  parameters.flatMap((name) => {
    const prefix = `method.request.${kind}.`;
    return name.startsWith(prefix) ? [name.slice(prefix.length)] : [];
  });

/** What the method reads, by its model or else by the type of its template; undefined where both say nothing. */
async function bodyFor(client: CloudClient, restApiId: string, method: Method): Promise<SampleRequest['body']> {
  const { requestModels = {}, methodIntegration } = method;
  const types = Object.keys({ ...requestModels, ...methodIntegration?.requestTemplates });
  const type = types.includes('application/json') ? 'application/json' : types[0];
  if (type === undefined || type === '$default') return undefined;
  const modelName = requestModels[type];
  const { schema } =
    modelName === undefined
      ? { schema: undefined }
      : await ask<{ readonly schema: string }>(client, 'GetModel', { restApiId, modelName });
  return { type, text: schema === undefined ? '{}' : modelSample(schema) };
}

/** The first key of the first plan that the API is in. */
async function keyFor(client: CloudClient, restApiId: string): Promise<string | undefined> {
  const { items: plans = [] } = await ask<Page<Plan>>(client, 'GetUsagePlans', { limit: 500 });
  const plan = plans.find(({ apiStages = [] }) => apiStages.some(({ apiId }) => apiId === restApiId));
  if (!plan) return undefined;
  const { items: keys = [] } = await ask<Page<{ readonly value?: string }>>(client, 'GetUsagePlanKeys', {
    usagePlanId: plan.id,
  });
  return keys[0]?.value;
}

/** Nothing where the cloud knows no such API or no REST APIs: lines to try are a courtesy. */
const ask = <Output extends object>(client: CloudClient, operation: string, input: object): Promise<Partial<Output>> =>
  client.call<Output>('apigateway', operation, input).catch((): Partial<Output> => ({}));
