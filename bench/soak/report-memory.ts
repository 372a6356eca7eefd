import { setTimeout as sleep } from 'node:timers/promises';

/** Looks in a row in which nothing more was given back. */
const steadyLooks = 8;
const betweenLooksMs = 50;

/**
 * What is in use once everything has been given back that will be: sockets and processes of environments that ended
 * take some megabytes with them a moment after the answer.
 */
async function settled(): Promise<{ readonly usedBytes: number; readonly rss: number }> {
  const { rss } = process.memoryUsage();
  let usedBytes = Number.POSITIVE_INFINITY;
  for (let steady = 0; steady < steadyLooks; steady += 1) {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    if (heapUsed + external < usedBytes * 0.99) steady = 0;
    usedBytes = Math.min(usedBytes, heapUsed + external);
    await sleep(betweenLooksMs);
  }
  return { usedBytes, rss };
}

/** Loaded ahead of the program under test by `--import`: tells over IPC what it holds. */
process.on('message', (message) => {
  if (message === 'memory') void settled().then((memory) => process.send?.(memory));
});
// The channel alone must not keep the process alive.
process.channel?.unref();
