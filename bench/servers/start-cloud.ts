/** Prints how long the import of Squall took, and `startCloud()` after it. */
const importedMs = performance.now();
const { startCloud } = await import('squall');
const startMs = performance.now();
const cloud = await startCloud({ log: 'error' });
const tookMs = performance.now() - startMs;
process.stdout.write(`${JSON.stringify({ importMs: startMs - importedMs, tookMs, port: cloud.port })}\n`);
await cloud.close();
