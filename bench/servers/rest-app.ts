/** A cloud with one function and one table behind an HTTP API and a REST API. Prints its port and the APIs' ids as JSON. */
import { zipSync } from 'fflate';
import { startCloud } from 'squall';
import { clientOf } from '../../src/harness/cloud-client.ts';
import { bundledSource, createApi, prepare } from '../lambda-app.ts';
import { createRestApi } from '../rest-app.ts';

const cloud = await startCloud({ log: 'error' });
const client = clientOf(cloud);
await prepare(client, zipSync({ 'index.js': bundledSource() }));
const ids = { httpApiId: await createApi(client), restApiId: await createRestApi(client) };

process.on('SIGTERM', async () => {
  await cloud.close();
  process.exit(0);
});
process.stdout.write(`${JSON.stringify({ port: cloud.port, ...ids })}\n`);
