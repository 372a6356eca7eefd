import type { Kernel } from '../../kernel/kernel.ts';
import { openCloudControlState } from './state.ts';

/**
 * Ends every request that will not go on, because the process that worked on it was killed or the world was put back to a
 * moment in its midst: it would bar its resource for days.
 */
export function recoverRequests({ world }: Pick<Kernel, 'world'>): void {
  for (const name of world.names('cloudcontrol/')) {
    const [, account, region, collection] = name.split('/');
    if (collection !== 'requests' || account === undefined || region === undefined) continue;
    const { requests } = openCloudControlState(world.scope('cloudcontrol', account, region));
    for (const [token, request] of [...requests.entries()]) {
      if (!request.status.endsWith('IN_PROGRESS')) continue;
      requests.set(token, {
        ...request,
        status: 'FAILED',
        errorCode: 'ServiceInternalError',
        // Ours: AWS has no requests that are cut off.
        message: 'Squall was stopped in the middle of this operation.',
      });
    }
  }
}
