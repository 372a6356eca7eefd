import { defaultAccount } from './kernel/identity.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { InProcessHandler } from './wire/request-handler.ts';

/** Settings for an SDK client, as its constructor takes them. */
export interface ClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** SDKs put `sync-` or `stream-` before the host of some operations: no resolver knows such names of this machine. */
  readonly disableHostPrefix: true;
  readonly requestHandler?: InProcessHandler;
}

export interface ClientConfigOptions {
  /** Twelve digits: a cloud of one's own in the same process. */
  readonly account?: string;
  readonly region?: string;
  /** `in-process` skips the socket; `http` goes through it. */
  readonly transport?: 'in-process' | 'http';
}

/** `new DynamoDBClient(cloud.clientConfig())` calls this cloud, without a socket unless told otherwise. */
export function clientConfig(
  kernel: Kernel,
  requestHandler: InProcessHandler,
  options: ClientConfigOptions = {},
): ClientConfig {
  return {
    endpoint: kernel.endpoint,
    region: options.region ?? kernel.settings.defaultRegion,
    credentials: { accessKeyId: options.account ?? defaultAccount, secretAccessKey: 'squall' },
    disableHostPrefix: true,
    ...(options.transport !== 'http' && { requestHandler }),
  };
}
