/** Prints how long `startCloud()` took after the import, and the memory at rest. */
import { startCloud } from 'squall';

const startMs = performance.now();
const cloud = await startCloud({ log: 'error' });
const tookMs = performance.now() - startMs;
process.stdout.write(`${JSON.stringify({ tookMs, port: cloud.port })}\n`);
await cloud.close();
