import { zipSync } from 'fflate';
import { type Cloud, startCloud } from '../../../cloud/cloud.ts';
import { UnsupportedError } from '../../../cloud/kernel/errors.ts';
import type { Runtime } from '../../../cloud/kernel/executor.ts';
import { defaultRegion, rootCaller } from '../../../cloud/kernel/identity.ts';
import type { CloudKernel, ResourceContext } from '../../../cloud/service-kit/contract.ts';
import { ProcessExecutor } from '../../../cloud/services/lambda/executors/process/process-executor.ts';

/** Knows which runtimes run on this machine, and starts none. */
class IdleExecutor extends ProcessExecutor {
  override prewarm(): void {}

  override start(): Promise<Runtime> {
    throw new UnsupportedError('functions while a project is checked');
  }
}

/**
 * A cloud that lasts as long as a check: what a service refuses of a setting's value is asked of the service itself. No function
 * runs in it, and nothing leaves it.
 */
export class TrialCloud implements AsyncDisposable {
  readonly #cloud: Cloud;
  #accounts = 0;

  private constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  static async start(): Promise<TrialCloud> {
    const cloud = await startCloud({
      log: 'silent',
      schedules: 'held',
      executor: (kernel) => new IdleExecutor(kernel),
      outbound: async () => ({ status: 200, headers: {}, body: '' }),
    });
    return new TrialCloud(cloud);
  }

  get kernel(): CloudKernel {
    return this.#cloud.kernel;
  }

  /** A stack in an account where nothing is yet, in which resources can be made. */
  stack(): (logicalId: string) => ResourceContext {
    const { kernel } = this;
    this.#accounts += 1;
    const account = String(this.#accounts).padStart(12, '0');
    const caller = rootCaller(account);
    const stackId = `arn:aws:cloudformation:${defaultRegion}:${account}:stack/check/${kernel.random.uuid()}`;
    return (logicalId) => ({
      account,
      region: defaultRegion,
      stackId,
      stackName: 'check',
      logicalId,
      tags: {},
      random: kernel.random,
      clock: kernel.clock,
      generateName: (max, { lowerCase = false } = {}) => {
        const name = `check-${logicalId}-${kernel.random.text(8, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')}`.slice(-max);
        return lowerCase ? name.toLowerCase() : name;
      },
      call: (service, operation, input, options = {}) =>
        kernel.call(service, operation, input, { region: defaultRegion, ...options, account, caller }),
    });
  }

  /** What of a resource is there and does not work, as the services' running parts say: functions of a runtime that is not here. */
  refusalOf(type: string, properties: Readonly<Record<string, unknown>>): string | undefined {
    const { kernel } = this;
    for (const service of kernel.services.values()) {
      const refusal = kernel.runtimeOf(service)?.refusalOf?.(type, properties);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#cloud.close();
  }
}

/** Code that anything may be made of. */
export const sampleArchive = (): Uint8Array =>
  zipSync({ 'index.js': Buffer.from('exports.handler = async () => {};') });
