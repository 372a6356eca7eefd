import type { CloudClient } from '../harness/cloud-client.ts';

interface Page<Item> {
  readonly items?: readonly Item[];
}

interface Resource {
  readonly path: string;
  readonly resourceMethods?: Readonly<Record<string, { readonly apiKeyRequired?: boolean }>>;
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
      .map(([verb, { apiKeyRequired = false }]) => ({ verb, path, apiKeyRequired })),
  );
  const key = methods.some(({ apiKeyRequired }) => apiKeyRequired) ? await keyFor(client, restApiId) : undefined;
  return methods
    .toSorted((one, other) => Number(isRead(other)) - Number(isRead(one)))
    .map((method) => {
      const flag = isRead(method) ? '' : `-X ${method.verb} `;
      const header = method.apiKeyRequired && key !== undefined ? ` -H 'x-api-key: ${key}'` : '';
      return `curl -s ${flag}'${url}${method.path.replace('{proxy+}', '')}'${header}`;
    });
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
