import { AccessLogWriter } from '../../../gateway/access-logs/access-log-writer.ts';
import { AuthorizerResults } from '../../../gateway/authorizers/authorizer-results.ts';
import { KeySets } from '../../../gateway/authorizers/key-sets.ts';
import { createOutbound, type Outbound } from '../../../gateway/integrations/outbound.ts';
import { RateLimiter } from '../../../gateway/throttling/rate-limiter.ts';
import type { Kernel } from '../../../kernel/kernel.ts';
import type { ServiceRuntime } from '../../../kernel/service-runtime.ts';
import { ApiDirectory } from './api-directory.ts';
import { MetricWriter } from './metric-writer.ts';

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
