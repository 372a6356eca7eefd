import { AccessLogWriter } from '../../gateway/access-logs/access-log.ts';
import { AuthorizerResults } from '../../gateway/authorizers/authorizer-results.ts';
import { KeySets } from '../../gateway/authorizers/key-sets.ts';
import { createOutbound, type Outbound } from '../../gateway/integrations/outbound.ts';
import { RateLimiter } from '../../gateway/throttling/rate-limiter.ts';
import type { Collection } from '../../kernel/collection.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import type { World } from '../../kernel/world.ts';
import { type Dimension, MetricBuffer, type MetricUnit } from '../../telemetry/metrics.ts';
import { compileApi, type Location } from './compile/compile-api.ts';
import type { CompiledApi } from './compile/compiled-api.ts';
import { methodOf, pathOf } from './compile/router.ts';
import { type ApiRecord, serviceName } from './state.ts';

/** What the data plane keeps beside the state: all of it can be forgotten without anybody being told a lie. */
export interface Gateway extends ServiceRuntime {
  readonly apis: ApiDirectory;
  readonly limiter: RateLimiter;
  readonly authorizerResults: AuthorizerResults;
  readonly keySets: KeySets;
  readonly outbound: Outbound;
  readonly accessLogs: AccessLogWriter;
  readonly metrics: MetricWriter;
}

/** Starts nothing that runs by itself: timers and connections come with the first request that needs them. */
export function startGateway(kernel: Kernel): Gateway {
  const outbound = createOutbound();
  const forgettable = {
    apis: new ApiDirectory(kernel.world),
    limiter: new RateLimiter(),
    authorizerResults: new AuthorizerResults(),
    keySets: new KeySets(outbound, kernel.clock),
    accessLogs: new AccessLogWriter(kernel),
    metrics: new MetricWriter(kernel),
  };
  const forget = () => {
    for (const part of Object.values(forgettable)) part.clear();
  };
  return {
    ...forgettable,
    outbound,
    forget,
    async close() {
      await forgettable.accessLogs.flush();
      await forgettable.metrics.flush();
      forget();
      outbound.close();
    },
  };
}

/** Collections stay the same, so that they are opened once for all requests. */
interface Place extends Location {
  readonly apis: Collection<ApiRecord>;
}

/**
 * Finds APIs by their ids, whatever account and region they are in, and keeps what was compiled from their records. A
 * record stands for one revision of its API, so nothing kept here is ever out of date; `clear` only frees memory.
 */
class ApiDirectory {
  readonly #world: World;
  readonly #places = new Map<string, Place>();
  #compiled = new WeakMap<ApiRecord, CompiledApi>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The API as it is at this moment; undefined when no account has one of that id. */
  find(apiId: string): CompiledApi | undefined {
    let place = this.#places.get(apiId);
    let record = place?.apis.get(apiId);
    if (!record) {
      place = this.#search(apiId);
      record = place?.apis.get(apiId);
    }
    if (!place || !record) return undefined;
    let compiled = this.#compiled.get(record);
    if (!compiled) {
      compiled = compileApi(this.#world, record, place);
      this.#compiled.set(record, compiled);
    }
    return compiled;
  }

  clear(): void {
    this.#places.clear();
    this.#compiled = new WeakMap();
  }

  /** Looks through all accounts and regions: the first request to an API alone pays for it. */
  #search(apiId: string): Place | undefined {
    for (const name of this.#world.names(`${serviceName}/`)) {
      const [, account, region, collection] = name.split('/');
      if (collection !== 'apis' || account === undefined || region === undefined) continue;
      const apis = this.#world.collection<ApiRecord>(name);
      if (!apis.has(apiId)) continue;
      const place = { account, region, apis };
      this.#places.set(apiId, place);
      return place;
    }
    this.#places.delete(apiId);
    return undefined;
  }
}

/** What metrics want to know of one request. */
export interface RequestSample {
  readonly account: string;
  readonly region: string;
  readonly apiId: string;
  readonly stage: string;
  /** The route's key, where the stage asks for metrics by route. */
  readonly detailedRoute: string | undefined;
  readonly status: number;
  readonly latencyMs: number;
  /** Undefined when no integration was asked. */
  readonly integrationLatencyMs: number | undefined;
  /** Of both bodies. */
  readonly bytes: number;
}

/**
 * Metrics of HTTP APIs, gathered and published once a minute as AWS does.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 */
class MetricWriter {
  readonly #buffer: MetricBuffer;

  constructor(kernel: Pick<Kernel, 'clock' | 'log' | 'call'>) {
    this.#buffer = new MetricBuffer(kernel, {
      namespace: 'AWS/ApiGateway',
      principal: 'apigateway.amazonaws.com',
      flushAfterMs: 60_000,
    });
  }

  /** Counts a request for the API and its stage, and for the route where its settings ask for that. */
  add(sample: RequestSample): void {
    const { account, region, status } = sample;
    for (const dimensions of dimensionsOf(sample)) {
      const note = (name: string, unit: MetricUnit, value: number) =>
        this.#buffer.add({ account, region, name, unit, dimensions }, value);
      note('Count', 'Count', 1);
      note('4xx', 'Count', status >= 400 && status < 500 ? 1 : 0);
      note('5xx', 'Count', status >= 500 ? 1 : 0);
      note('Latency', 'Milliseconds', sample.latencyMs);
      note('DataProcessed', 'Bytes', sample.bytes);
      if (sample.integrationLatencyMs !== undefined) {
        note('IntegrationLatency', 'Milliseconds', sample.integrationLatencyMs);
      }
    }
  }

  flush(): Promise<void> {
    return this.#buffer.flush();
  }

  /** Forgets what is not published yet: it belongs to a world that is gone. */
  clear(): void {
    this.#buffer.clear();
  }
}

/** CloudWatch adds nothing up by itself: each set of dimensions is a metric of its own. */
function dimensionsOf({ apiId, stage, detailedRoute }: RequestSample): Dimension[][] {
  const byApi = [{ Name: 'ApiId', Value: apiId }];
  const byStage = [...byApi, { Name: 'Stage', Value: stage }];
  if (detailedRoute === undefined) return [byApi, byStage];
  const route = [
    { Name: 'Method', Value: methodOf(detailedRoute) },
    { Name: 'Resource', Value: pathOf(detailedRoute) },
  ];
  return [byApi, byStage, [...byStage, ...route]];
}
