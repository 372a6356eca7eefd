import type { CloudKernel } from '../service-kit/contract.ts';
import { version } from '../version.ts';

/** As waiters of the field expect it: every service that answers, with `running`. */
export function health(kernel: CloudKernel) {
  return { services: statusOfServices(kernel), edition: 'squall', version };
}

/** `/_localstack/info`, which some waiters ask for. */
export function info(kernel: CloudKernel) {
  return {
    version,
    edition: 'squall',
    is_license_activated: false,
    system: `${process.platform} ${process.arch}`,
    uptime: Math.round(process.uptime()),
    endpoint: kernel.endpoint,
  };
}

/** Under the names that LocalStack's page uses, so that scripts which look for one of them go on working. */
function statusOfServices(kernel: CloudKernel): Record<string, 'running'> {
  return Object.fromEntries([...kernel.services.keys()].sort().map((name) => [name, 'running' as const]));
}
