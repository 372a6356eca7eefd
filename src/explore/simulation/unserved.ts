import type { CloudClient } from '../../harness/cloud-client.ts';
import type { Names } from './names.ts';
import { scenarioCalls } from './scenario-calls.ts';

interface Route {
  /** The name of its API. */
  readonly api: string;
  /** `POST /orders`. */
  readonly route: string;
}

/** The routes of every API of the app, in order. */
export async function routesByApi(client: CloudClient, names: Names): Promise<Route[]> {
  const { routes, httpApis } = scenarioCalls(names);
  const { Items: known = [] } = await client.call<{ readonly Items?: readonly { readonly ApiId: string }[] }>(
    ...httpApis(),
  );
  const found = await Promise.all(
    names.of('api').map(async ({ name, physical }) => {
      const told = (route: string): Route => ({ api: name, route });
      if (!known.some(({ ApiId }) => ApiId === physical)) {
        return (await restRoutesOf(client, names, physical)).map(told);
      }
      const { Items = [] } = await client.call<{ readonly Items?: readonly { readonly RouteKey: string }[] }>(
        ...routes(physical),
      );
      return Items.map(({ RouteKey }) => told(RouteKey));
    }),
  );
  return found.flat().sort((a, b) => (a.route < b.route ? -1 : 1));
}

/** The same without the APIs. */
export const routesOf = async (client: CloudClient, names: Names): Promise<string[]> =>
  (await routesByApi(client, names)).map(({ route }) => route);

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
  readonly DestinationConfig?: Destinations;
  /** Of streams, like what follows; -1: without an end. */
  readonly StartingPosition?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
}

interface Destinations {
  readonly OnFailure?: { readonly Destination?: string };
}

/** Queues have none. */
const isStream = ({ StartingPosition }: Mapping): boolean => StartingPosition !== undefined;
const keeps = (config: { readonly DestinationConfig?: Destinations } | undefined): boolean =>
  config?.DestinationConfig?.OnFailure?.Destination !== undefined;

/** Whether somebody keeps the events that a function has failed with at every attempt. */
export async function keepsFailedEvents(client: CloudClient, names: Names, physical: string): Promise<boolean> {
  const { configuration, eventInvokeConfig } = scenarioCalls(names);
  const { DeadLetterConfig } = await client.call<{ readonly DeadLetterConfig?: { readonly TargetArn?: string } }>(
    ...configuration(physical),
  );
  if (DeadLetterConfig?.TargetArn !== undefined) return true;
  return keeps(await client.call<Pick<Mapping, 'DestinationConfig'>>(...eventInvokeConfig(physical)).catch(() => ({})));
}

/** Whether somebody keeps what a function has failed with of each of its sources: for queues they do that themselves. */
export async function keepsFailedRecords(client: CloudClient, names: Names, physical: string): Promise<boolean> {
  const { EventSourceMappings = [] } = await client.call<{ readonly EventSourceMappings?: readonly Mapping[] }>(
    ...scenarioCalls(names).consumers(),
  );
  const own = EventSourceMappings.filter(({ FunctionArn }) => FunctionArn?.split(':').at(6) === physical);
  return own.every((mapping) => !isStream(mapping) || keeps(mapping));
}

/** A queue or a stream that a function takes from. */
export interface ConsumedQueue {
  /** The queue's physical name; undefined for a stream. */
  readonly queue: string | undefined;
  /** ARN of the function. */
  readonly consumer: string;
  /** No dead-letter queue and no limit of attempts: what fails comes back for ever. */
  readonly isForEver: boolean;
}

/** Every queue and stream of the app that a function consumes. */
export async function consumedQueues(client: CloudClient, names: Names): Promise<readonly ConsumedQueue[]> {
  const calls = scenarioCalls(names);
  const found: ConsumedQueue[] = [];
  const { EventSourceMappings = [] } = await client.call<{ readonly EventSourceMappings?: readonly Mapping[] }>(
    ...calls.consumers(),
  );
  for (const mapping of EventSourceMappings) {
    const { FunctionArn, EventSourceArn, MaximumRetryAttempts, MaximumRecordAgeInSeconds } = mapping;
    if (FunctionArn === undefined) continue;
    if (isStream(mapping)) {
      const isForEver = MaximumRetryAttempts === -1 && MaximumRecordAgeInSeconds === -1;
      found.push({ queue: undefined, consumer: FunctionArn, isForEver });
      continue;
    }
    const queue = names.of('queue').find(({ physical }) => EventSourceArn?.split(':').at(-1) === physical);
    if (!queue) continue;
    const { Attributes } = await client.call<{ readonly Attributes?: { readonly RedrivePolicy?: string } }>(
      ...calls.redrivePolicy(queue.reference),
    );
    const isForEver = Attributes?.RedrivePolicy === undefined;
    found.push({ queue: queue.physical, consumer: FunctionArn, isForEver });
  }
  return found;
}
