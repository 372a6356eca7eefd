import { type Cloud, type CloudOptions, startCloud } from 'squall';
import { afterAll, beforeAll, beforeEach } from 'vitest';

/**
 * The target of a conformance file: one cloud for the file, emptied before each test.
 *
 * `target.client(DynamoDBClient)` makes an SDK client for it; suites use clients alone, so that the same file can run
 * against any other target.
 */
export interface Target {
  /** The cloud of this file; only for what AWS has too (its endpoint) and for time. */
  readonly cloud: Cloud;
  client<C>(Client: new (config: ReturnType<Cloud['clientConfig']>) => C, transport?: 'in-process' | 'http'): C;
}

/** Call at the top of a conformance file, or of a `describe`. */
export function useCloud(options: CloudOptions = {}): Target {
  let cloud: Cloud | undefined;
  const started = (): Cloud => {
    if (!cloud) throw new Error('useCloud(): the cloud is there inside of tests only');
    return cloud;
  };
  beforeAll(async () => {
    cloud = await startCloud({ log: 'error', ...options });
  });
  beforeEach(() => started().reset());
  afterAll(() => cloud?.close());
  return {
    get cloud() {
      return started();
    },
    client: (Client, transport = 'in-process') => new Client(started().clientConfig({ transport })),
  };
}
