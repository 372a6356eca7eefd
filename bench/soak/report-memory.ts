/** Loaded ahead of the program under test by `--import`: tells over IPC what is in use after a collection. */
process.on('message', (message) => {
  if (message !== 'memory') return;
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ usedBytes: heapUsed + external, rss });
});
// The channel alone must not keep the process alive.
process.channel?.unref();
