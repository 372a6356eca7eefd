import type { CloudClient } from '../harness/cloud-client.ts';
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
  /** Names of models by media type. */
  readonly requestModels?: Readonly<Record<string, string>>;
  readonly methodIntegration?: { readonly requestTemplates?: Readonly<Record<string, string>> };
}

interface Plan {
  readonly id: string;
  readonly apiStages?: readonly { readonly apiId?: string }[];
}

/** Lines to try the methods of a REST API, those that only read first, with a key where one is asked for; none where there is no such API. */
export async function restApiLines(client: CloudClient, restApiId: string, url: string): Promise<string[]> {
  const { items = [] } = await ask<Page<Resource>>(client, 'GetResources', {
    restApiId,
    embed: ['methods'],
    limit: 500,
  });
  const methods = items.flatMap(({ path, resourceMethods = {} }) =>
    Object.entries(resourceMethods)
      .filter(([verb]) => verb !== 'OPTIONS')
      .map(([verb, method]) => ({ verb, path, apiKeyRequired: method.apiKeyRequired ?? false, method })),
  );
  const key = methods.some(({ apiKeyRequired }) => apiKeyRequired) ? await keyFor(client, restApiId) : undefined;
  const lines = methods
    .toSorted((one, other) => Number(isRead(other)) - Number(isRead(one)))
    .map(async (each) => {
      const flag = isRead(each) ? '' : `-X ${each.verb} `;
      const header = each.apiKeyRequired && key !== undefined ? ` -H 'x-api-key: ${key}'` : '';
      const body = isRead(each) ? '' : await bodyFor(client, restApiId, each.method);
      return `curl -s ${flag}'${url}${each.path.replace('{proxy+}', '')}'${header}${body}`;
    });
  return Promise.all(lines);
}

/** What the method reads, by its model or else by the type of its template: without a body curl names no type. */
async function bodyFor(client: CloudClient, restApiId: string, method: Method): Promise<string> {
  const { requestModels = {}, methodIntegration } = method;
  const types = Object.keys({ ...requestModels, ...methodIntegration?.requestTemplates });
  const type = types.includes('application/json') ? 'application/json' : types[0];
  if (type === undefined || type === '$default') return '';
  const modelName = requestModels[type];
  const { schema } =
    modelName === undefined
      ? { schema: undefined }
      : await ask<{ readonly schema: string }>(client, 'GetModel', { restApiId, modelName });
  const body = schema === undefined ? '{}' : modelSample(schema);
  return ` -H 'content-type: ${type}' -d '${body.replaceAll("'", String.raw`'\''`)}'`;
}

const isRead = ({ verb }: { readonly verb: string }): boolean => verb === 'GET' || verb === 'ANY';

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
