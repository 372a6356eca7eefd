import type { EnvironmentActivity } from './activity.ts';

/** Files that the cloud itself reads and writes (blobs, code); the work of functions is counted by their environments. */
const hasOwnWork = (): boolean => process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));

/** Turns of the loop without anything happening, after which nothing will: streams and promises need one or two. */
const stillTurns = 3;

/** Waits until nothing goes on any more but what waits for a pending call or for time to pass. Takes no real time. */
export async function waitUntilIdle(count: () => number, environments: EnvironmentActivity): Promise<void> {
  let seen = count();
  for (let still = 0; still < stillTurns; ) {
    if (environments.isWorking) await environments.workEnds();
    await new Promise<void>((resolve) => setImmediate(resolve));
    const now = count();
    const isStill = now === seen && !environments.isWorking && !(still === stillTurns - 1 && hasOwnWork());
    still = isStill ? still + 1 : 0;
    seen = now;
  }
}
