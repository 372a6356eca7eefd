import { AccessLogWriter } from '../../gateway/access-logs/access-log.ts';
import { AuthorizerResults } from '../../gateway/authorizers/authorizer-results.ts';
import { KeySets } from '../../gateway/authorizers/key-sets.ts';
import { ApiDirectory } from '../../gateway/execute-api/api-directory.ts';
import { createOutbound, type Outbound } from '../../gateway/integrations/outbound.ts';
import { RateLimiter } from '../../gateway/throttling/rate-limiter.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import type { World } from '../../kernel/world.ts';
import type { CloudKernel } from '../../service-kit/contract.ts';
import { isAnsweredHere } from '../../service-kit/plane-answers.ts';
import type { MetricRecorder } from '../../service-kit/service-metrics.ts';
import { type CompiledDeployments, compileApi } from './compile/compile-api.ts';
import type { CompiledApi } from './compile/compiled-api.ts';
import { ResponseCache } from './execute/caching/response-cache.ts';
import { ExecutionLogWriter } from './execute/logs/execution-log-writer.ts';
import { ApiKeyIndex } from './execute/usage/api-key-index.ts';
import { type RestApiRecord, restApiState, serviceName } from './state.ts';

/** What the data plane keeps beside the state: all of it can be forgotten without anybody being told a lie. */
export interface Gateway extends ServiceRuntime {
  readonly apis: ApiDirectory<RestApiRecord, CompiledApi>;
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
    apis: restApis(kernel.world),
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

/** What was frozen in deployments is compiled once, however often their APIs change. */
function restApis(world: World): ApiDirectory<RestApiRecord, CompiledApi> {
  const deployments: CompiledDeployments = new WeakMap();
  return new ApiDirectory(world, {
    service: serviceName,
    collection: 'restApis',
    compile: (record, { account, region }) =>
      compileApi(
        record,
        { account, region, state: restApiState(world.scope(serviceName, account, region)) },
        deployments,
      ),
  });
}
