import { createOutbound, type Outbound } from '../../gateway/integrations/outbound.ts';
import { RateLimiter } from '../../gateway/throttling/rate-limiter.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';

/** What EventBridge has beside its state: connections to users' servers, and how fast each is told. */
export interface EventsRuntime extends ServiceRuntime {
  readonly outbound: Outbound;
  readonly limiter: RateLimiter;
}

/** Starts nothing that runs by itself. */
export function startEventsRuntime(kernel: Pick<Kernel, 'settings'>): EventsRuntime {
  const outbound = createOutbound(kernel.settings.outbound);
  const limiter = new RateLimiter();
  return { outbound, limiter, forget: () => limiter.clear(), close: () => outbound.close() };
}
