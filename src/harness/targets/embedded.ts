import { startCloud } from '../../cloud/cloud.ts';
import { clientOf } from '../cloud-client.ts';
import { deployAssembly } from '../deploy.ts';
import { localUrl } from '../local-url.ts';
import { remoteMocks } from '../remote-mocks.ts';
import type { Target } from './target.ts';

/** A cloud in this process: needs nothing, and is there in milliseconds. */
export const embedded: Target = {
  name: 'embedded',
  capabilities: new Set(['virtual time', 'snapshots', 'faults', 'mocks', 'this machine']),
  async start(options) {
    const cloud = await startCloud(options);
    const aws = clientOf(cloud);
    return {
      aws,
      cloud,
      host: '127.0.0.1',
      clock: cloud.clock,
      faults: {
        add: async (rule) => void cloud.faults.add(rule),
        clear: async () => cloud.faults.clear(),
      },
      mocks: remoteMocks(cloud.endpoint),
      deploy: (assembly, parameters) => deployAssembly(aws, assembly, { parameters }),
      reach: (url) => localUrl(cloud.endpoint, url),
      clientConfig: (wanted) => cloud.clientConfig(wanted),
      async mark() {
        const before = cloud.snapshot();
        return async () => {
          cloud.faults.clear();
          await cloud.restore(before);
        };
      },
      close: () => cloud.close(),
    };
  },
};
