import type { Cloud } from '../../cloud/cloud.ts';
import { account, region } from '../simulation/read-state.ts';

interface LogEvent {
  readonly message?: string;
}

/** Every log event of every function, oldest first. */
export async function readLogs(cloud: Cloud): Promise<string[]> {
  const { world } = cloud.kernel;
  const prefix = `logs/${account}/${region}/`;
  return world
    .names(prefix)
    .flatMap((name) => [...world.collection<LogEvent>(name).values()])
    .flatMap(({ message }) => (typeof message === 'string' ? [message] : []));
}
