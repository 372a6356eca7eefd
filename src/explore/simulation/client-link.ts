import type { Cloud } from '../../cloud/cloud.ts';
import { rootCaller } from '../../cloud/kernel/identity.ts';
import type { Scheduler } from '../run/scheduler.ts';
import { account, region } from './scope.ts';

import type { ClientHost } from './test-client.ts';
import { withBytes } from './with-bytes.ts';

/** How the client of a simulation reaches the cloud: in this process, and every call is one of the scheduler's. */
export function clientLink(
  cloud: Cloud,
  scheduler: Scheduler,
): Pick<ClientHost, 'clock' | 'ask' | 'call' | 'isClosed'> {
  const caller = rootCaller(account, account);
  return {
    clock: cloud.clock,
    isClosed: () => scheduler.isClosed,
    ask: (request, frame) => {
      scheduler.begin(request, frame);
      return cloud.handle(request);
    },
    call: async (asked, frame) => {
      const [service, operation, input] = withBytes(cloud.kernel, asked);
      scheduler.beginCall(input, frame);
      return cloud.kernel.call(service, operation, input, { caller, account, region });
    },
  };
}
