import { createOutbound, type Outbound } from '../../gateway/integrations/outbound.ts';
import type { CloudKernel } from '../../service-kit/contract.ts';
import { DeliveryLogs } from './deliveries/delivery-logs.ts';
import { FilterPolicies } from './subscriptions/filter-policies.ts';

/** What SNS runs: connections to HTTP subscribers, filter policies as they were read, logs on their way. */
export interface SnsRuntime {
  readonly outbound: Outbound;
  readonly filterPolicies: FilterPolicies;
  readonly logs: DeliveryLogs;
  forget(): void;
  close(): Promise<void>;
}

export function startRuntime(kernel: CloudKernel): SnsRuntime {
  const outbound = createOutbound(kernel.settings.outbound);
  const logs = new DeliveryLogs(kernel);
  return {
    outbound,
    filterPolicies: new FilterPolicies(),
    logs,
    forget: () => logs.forget(),
    async close() {
      outbound.close();
      await logs.flush();
    },
  };
}
