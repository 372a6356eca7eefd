import { ConnectionFailure, UnsupportedError } from '../kernel/errors.ts';
import { waitForDisconnect } from '../kernel/faults/connection-failure.ts';
import { serviceCaller } from '../kernel/identity.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import { Call } from './call.ts';
import { runPipeline } from './pipeline.ts';

/**
 * A call from inside the process: by a service, a data plane, an execution environment or a timer. It takes the same
 * pipeline; stages that read a request have nothing to do. Throws what the operation threw.
 */
export async function callInternally(
  kernel: CloudKernel,
  serviceName: string,
  operation: string,
  input: object,
  options: Parameters<CloudKernel['call']>[3],
): Promise<unknown> {
  const service = kernel.services.get(serviceName);
  if (!service) throw new UnsupportedError(`the service ${serviceName} (asked for ${operation})`);
  const account = options.account ?? options.caller?.account ?? 'unknown';
  const call = new Call(kernel, {
    caller: options.caller ?? serviceCaller('squall', account),
    parent: options.parent,
    delivery: options.delivery,
    origin: options.trace,
    sourceArns: options.sourceArns,
    service,
    operation,
    account,
    region: options.region ?? kernel.settings.defaultRegion,
    input,
  });
  await runPipeline(call, kernel);
  if (call.error instanceof ConnectionFailure) throw await waitForDisconnect(call.error, {});
  if (call.error !== undefined) throw call.error;
  return call.output;
}
