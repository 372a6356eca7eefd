import { execFile } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tryItOut } from '../../src/cli/try-it-out.ts';
import { type Cloud, startCloud } from '../../src/cloud/cloud.ts';
import { clientOf } from '../../src/harness/cloud-client.ts';
import { deployAssembly } from '../../src/harness/deploy.ts';
import { synthesizeOnce } from '../../src/harness/synthesize-once.ts';
import { startPaymentsProvider } from '../payments-provider/provider.ts';

const provider = await startPaymentsProvider();
let cloud: Cloud;
let page: string;

beforeAll(async () => {
  cloud = await startCloud({ log: 'silent' });
  const client = clientOf(cloud);
  const parameters = { PaymentsUrl: provider.url };
  page = stripVTControlCharacters(
    await tryItOut(client, await deployAssembly(client, await synthesizeOnce(undefined), { parameters })),
  );
}, 300_000);

afterAll(async () => {
  await cloud.close();
  await provider.close();
});

/** The status that the line's request is answered with, when a shell runs it. */
const statusOf = (line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const script = `${line} -o /dev/null -w '%{http_code}'`;
    execFile('sh', ['-c', script], (error, output) => (error ? reject(error) : resolve(output)));
  });

it('what dev prints to try works as it stands: nothing lacks a body, a key or a value', {
  timeout: 60_000,
}, async () => {
  const lines = page.split('\n').flatMap((line) => /^ *(curl .*)$/.exec(line)?.[1] ?? []);

  const statuses: string[] = [];
  for (const line of lines) statuses.push(`${/\/[\w-]+(?=')/.exec(line)?.[0]} ${await statusOf(line)}`);

  expect(statuses).toEqual(['/health 200', '/orders 201', '/orders 200', '/webhooks 202', '/sku-1 404']);
});
