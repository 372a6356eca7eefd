/**
 * A cloud with the function `bench` behind an HTTP API, a queue and a bucket, in a process of its own. Prints its port
 * and the API's id as JSON; on SIGTERM it prints where its event loop stood still, and ends.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { zipSync } from 'fflate';
import { startCloud } from 'squall';
import { clientOf } from '../../src/harness/cloud-client.ts';
import { bundledSource, createApi, prepare } from '../lambda-app.ts';

const tickMs = 10;
const stallMsMin = 50;

const cloud = await startCloud({ log: 'error' });
const client = clientOf(cloud);
await prepare(client, zipSync({ 'index.js': bundledSource() }));
await client.call('sqs', 'CreateQueue', { QueueName: 'bench' });
await client.call('s3', 'CreateBucket', { Bucket: 'bench' });
const apiId = await createApi(client);

const collections: { readonly startMs: number; readonly durationMs: number }[] = [];
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) {
    collections.push({ startMs: startTime, durationMs: duration });
  }
}).observe({ entryTypes: ['gc'] });

const stalls: { readonly startMs: number; readonly stallMs: number }[] = [];
let lastMs = performance.now();
setInterval(() => {
  const nowMs = performance.now();
  const stallMs = nowMs - lastMs - tickMs;
  if (stallMs > stallMsMin) stalls.push({ startMs: lastMs, stallMs });
  lastMs = nowMs;
}, tickMs);

process.on('SIGTERM', () => {
  // What the collector's observer has not been told yet.
  setTimeout(async () => {
    const told = stalls.map(({ startMs, stallMs }) => ({
      atMs: Math.round(startMs),
      stallMs: Math.round(stallMs),
      collectorMs: Math.round(collectedWithin(startMs, startMs + stallMs + tickMs)),
    }));
    process.stdout.write(`${JSON.stringify({ stalls: told })}\n`);
    await cloud.close();
    process.exit(0);
  }, 100);
});

function collectedWithin(fromMs: number, toMs: number): number {
  return collections
    .filter(({ startMs }) => startMs >= fromMs && startMs < toMs)
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
}

process.stdout.write(`${JSON.stringify({ port: cloud.port, apiId })}\n`);
