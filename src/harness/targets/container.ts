import { remoteMocks } from '../remote-mocks.ts';
import type { Capability, Place, Target } from './target.ts';

/** Everything that embedded clouds can, from behind a socket. */
const capabilities: readonly Capability[] = ['virtual time', 'snapshots', 'faults', 'mocks', 'this machine'];

/** The image of SQUALL_IMAGE (default `squall:local`), a container for each test file. Needs a Docker engine. */
export const container: Target = {
  name: 'container',
  capabilities: new Set(capabilities),
  async start({ clock, schedules, region, seed, log }): Promise<Place> {
    const { SquallContainer } = await import('../../testcontainers.ts');
    const settings = {
      SQUALL_CLOCK: clock,
      SQUALL_SCHEDULES: schedules,
      SQUALL_REGION: region,
      SQUALL_SEED: seed,
      SQUALL_LOG: log,
    };
    const given = Object.entries(settings).filter(([, value]) => value !== undefined);
    const started = await new SquallContainer()
      .withEnvironment(Object.fromEntries(given.map(([name, value]) => [name, String(value)])))
      .start();
    let marks = 0;
    return {
      aws: started.aws,
      cloud: undefined,
      host: 'host.docker.internal',
      clock: { advance: (duration) => started.advance(duration) },
      faults: {
        add: async (rule) => void (await started.faults.add(rule)),
        clear: () => started.faults.clear(),
      },
      mocks: remoteMocks(started.aws.endpoint),
      deploy: (assembly, parameters) => started.deploy(assembly, { parameters }),
      reach: (url) => started.reach(url),
      clientConfig: (options) => started.clientConfig(options),
      async mark() {
        marks += 1;
        const name = await started.snapshot(`mark ${marks}`);
        return async () => {
          await started.faults.clear();
          await started.restore(name);
        };
      },
      close: async () => void (await started.stop()),
    };
  },
};
