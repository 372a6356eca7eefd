import { AccessLogWriter } from '../../gateway/access-logs/access-log.ts';
import { AuthorizerResults } from '../../gateway/authorizers/authorizer-results.ts';
import { KeySets } from '../../gateway/authorizers/key-sets.ts';
import { createOutbound, type Outbound } from '../../gateway/integrations/outbound.ts';
import { RateLimiter } from '../../gateway/throttling/rate-limiter.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import type { World } from '../../kernel/world.ts';
import type { CloudKernel } from '../../service-kit/contract.ts';
import { isAnsweredHere } from '../../service-kit/plane-answers.ts';
import type { MetricRecorder } from '../../service-kit/service-metrics.ts';
import { type CompiledDeployments, compileApi, type Place } from './compile/compile-api.ts';
import type { CompiledApi } from './compile/compiled-api.ts';
import { ResponseCache } from './execute/caching/response-cache.ts';
import { ExecutionLogWriter } from './execute/logs/execution-log-writer.ts';
import { ApiKeyIndex } from './execute/usage/api-key-index.ts';
import { type RestApiRecord, restApiState, serviceName } from './state.ts';

/** What the data plane keeps beside the state: all of it can be forgotten without anybody being told a lie. */
export interface Gateway extends ServiceRuntime {
  readonly apis: ApiDirectory;
  readonly limiter: RateLimiter;
  readonly apiKeys: ApiKeyIndex;
  readonly authorizerResults: AuthorizerResults;
  readonly keySets: KeySets;
  /** Whether a data plane of this cloud answers the request: so are user pools asked that live here. */
  isAnsweredHere(request: HttpRequest): boolean;
  readonly outbound: Outbound;
  readonly accessLogs: AccessLogWriter;
  readonly executionLogs: ExecutionLogWriter;
  readonly responses: ResponseCache;
  readonly metrics: MetricRecorder;
}

/** Starts nothing that runs by itself: timers and connections come with the first request that needs them. */
export function startGateway(kernel: CloudKernel): Gateway {
  const outbound = createOutbound();
  const forgettable = {
    apis: new ApiDirectory(kernel.world),
    limiter: new RateLimiter(),
    apiKeys: new ApiKeyIndex(),
    authorizerResults: new AuthorizerResults(),
    keySets: new KeySets(outbound, kernel.clock),
    accessLogs: new AccessLogWriter(kernel),
    executionLogs: new ExecutionLogWriter(kernel),
    responses: new ResponseCache(),
  };
  const forget = () => {
    for (const part of Object.values(forgettable)) part.clear();
  };
  return {
    ...forgettable,
    isAnsweredHere: (request) => isAnsweredHere(kernel, request),
    outbound,
    metrics: kernel.metrics,
    forget,
    async close() {
      await forgettable.accessLogs.flush();
      await forgettable.executionLogs.flush();
      forget();
      outbound.close();
    },
  };
}

/**
 * Finds APIs by their ids, whatever account and region they are in, and keeps what was compiled from their records. A
 * record stands for one revision of its API, so nothing kept here is ever out of date; `clear` only frees memory.
 */
class ApiDirectory {
  readonly #world: World;
  readonly #places = new Map<string, Place>();
  #compiled = new WeakMap<RestApiRecord, CompiledApi>();
  #deployments: CompiledDeployments = new WeakMap();

  constructor(world: World) {
    this.#world = world;
  }

  /** The API as it is at this moment; undefined when no account has one of that id. */
  find(apiId: string): CompiledApi | undefined {
    let place = this.#places.get(apiId);
    let record = place?.state.restApis.get(apiId);
    if (!record) {
      place = this.#search(apiId);
      record = place?.state.restApis.get(apiId);
    }
    if (!place || !record) return undefined;
    let api = this.#compiled.get(record);
    if (!api) {
      api = compileApi(record, place, this.#deployments);
      this.#compiled.set(record, api);
    }
    return api;
  }

  clear(): void {
    this.#places.clear();
    this.#compiled = new WeakMap();
    this.#deployments = new WeakMap();
  }

  /** Looks through all accounts and regions: the first request to an API alone pays for it. */
  #search(apiId: string): Place | undefined {
    for (const name of this.#world.names(`${serviceName}/`)) {
      const [, account, region, collection] = name.split('/');
      if (collection !== 'restApis' || account === undefined || region === undefined) continue;
      if (!this.#world.collection(name).has(apiId)) continue;
      const place = { account, region, state: restApiState(this.#world.scope(serviceName, account, region)) };
      this.#places.set(apiId, place);
      return place;
    }
    this.#places.delete(apiId);
    return undefined;
  }
}
