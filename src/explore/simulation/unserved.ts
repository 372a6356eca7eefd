import type { CloudClient } from '../../harness/cloud-client.ts';
import type { Names } from './names.ts';
import { scenarioCalls } from './scenario-calls.ts';

/** The routes of every API of the app, as `POST /orders`. */
export async function routesOf(client: CloudClient, names: Names): Promise<string[]> {
  const { routes, httpApis } = scenarioCalls(names);
  const { Items: known = [] } = await client.call<{ readonly Items?: readonly { readonly ApiId: string }[] }>(
    ...httpApis(),
  );
  const found = await Promise.all(
    names.of('api').map(async ({ physical }) => {
      if (!known.some(({ ApiId }) => ApiId === physical)) return restRoutesOf(client, names, physical);
      const { Items = [] } = await client.call<{ readonly Items?: readonly { readonly RouteKey: string }[] }>(
        ...routes(physical),
      );
      return Items.map(({ RouteKey }) => RouteKey);
    }),
  );
  return found.flat().sort();
}

interface RestResources {
  readonly items?: readonly { readonly path: string; readonly resourceMethods?: Readonly<Record<string, object>> }[];
}

/** With their stages, which are a part of the path. */
async function restRoutesOf(client: CloudClient, names: Names, restApiId: string): Promise<string[]> {
  const { restResources, restStages } = scenarioCalls(names);
  const { items = [] } = await client.call<RestResources>(...restResources(restApiId));
  const { item: stages = [] } = await client.call<{ readonly item?: readonly { readonly stageName: string }[] }>(
    ...restStages(restApiId),
  );
  return stages.flatMap(({ stageName }) =>
    items.flatMap(({ path, resourceMethods = {} }) =>
      Object.keys(resourceMethods).map((method) => `${method} /${stageName}${path}`),
    ),
  );
}

/** On which runtime each function of the app runs, by its name; those of images run on none. */
export const runtimesOf = (client: CloudClient, names: Names): Promise<(readonly [name: string, runtime: string])[]> =>
  Promise.all(
    names.of('function').map(async ({ name, physical }) => {
      const call = scenarioCalls(names).configuration(physical);
      const { Runtime = 'an image' } = await client.call<{ readonly Runtime?: string }>(...call);
      return [name, Runtime] as const;
    }),
  );

interface Mapping {
  readonly FunctionArn?: string;
  readonly EventSourceArn?: string;
}

/** A queue that a function takes its messages from. */
export interface ConsumedQueue {
  /** Its physical name. */
  readonly queue: string;
  /** ARN of the function. */
  readonly consumer: string;
  /** It has no dead-letter queue: messages that fail come back for ever. */
  readonly isForEver: boolean;
}

/** Every queue of the app that a function consumes. */
export async function consumedQueues(client: CloudClient, names: Names): Promise<readonly ConsumedQueue[]> {
  const calls = scenarioCalls(names);
  const found: ConsumedQueue[] = [];
  const { EventSourceMappings = [] } = await client.call<{ readonly EventSourceMappings?: readonly Mapping[] }>(
    ...calls.consumers(),
  );
  for (const { FunctionArn, EventSourceArn } of EventSourceMappings) {
    const queue = names.of('queue').find(({ physical }) => EventSourceArn?.split(':').at(-1) === physical);
    if (!queue || FunctionArn === undefined) continue;
    const { Attributes } = await client.call<{ readonly Attributes?: { readonly RedrivePolicy?: string } }>(
      ...calls.redrivePolicy(queue.reference),
    );
    const isForEver = Attributes?.RedrivePolicy === undefined;
    found.push({ queue: queue.physical, consumer: FunctionArn, isForEver });
  }
  return found;
}
