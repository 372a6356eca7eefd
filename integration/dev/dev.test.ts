import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { expect, it } from 'vitest';
import { runCommand } from '../../src/cli/run-command.ts';
import { runDev } from './running-dev.ts';

const template = JSON.stringify({
  Parameters: { Url: { Type: 'String', Default: 'none' } },
  Resources: {
    Word: { Type: 'AWS::SSM::Parameter', Properties: { Name: 'url', Type: 'String', Value: { Ref: 'Url' } } },
  },
});

async function urlAt(endpoint: string): Promise<string | undefined> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new SSMClient({ endpoint, region: 'us-east-1', credentials });
  return (await client.send(new GetParameterCommand({ Name: 'url' }))).Parameter?.Value;
}

it('deploys again when the cloud is reset, each time', { timeout: 60_000 }, async () => {
  await using dev = await runDev({ 'template.json': template }, 'template.json', '--parameter', 'Url=given');
  const first = await dev.next();

  for (const _ of [1, 2]) {
    expect(await runCommand(['reset', '--json', '--endpoint', dev.endpoint])).toBe(0);
    const again = await dev.next();
    expect(again).toEqual({ ...first, ms: expect.any(Number) });
    expect(await urlAt(dev.endpoint)).toBe('given');
  }
});

it('gives a program beside it another port where its own is taken, and tells the app', {
  timeout: 60_000,
}, async () => {
  const taken = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = `{port:${(taken.address() as AddressInfo).port}}`;
  const program =
    "require('node:http').createServer((_, answer) => answer.end('fake')).listen(process.argv[2], '127.0.0.1');";

  await using dev = await runDev(
    { 'template.json': template, 'fake.cjs': program },
    ...['template.json', '--with', `"${process.execPath}" fake.cjs ${port}`],
    ...['--parameter', `Url=http://127.0.0.1:${port}/`],
  );
  await dev.next();
  const url = (await urlAt(dev.endpoint)) ?? '';

  expect(url).not.toContain(`:${(taken.address() as AddressInfo).port}/`);
  await expect.poll(() => fetch(url).then((answer) => answer.text(), String)).toBe('fake');
  taken.close();
});

/** Reads its word, says so, and goes on when it is let. */
const slowApp = `
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
const Value = readFileSync('word.txt', 'utf8');
writeFileSync('.has-read', '');
while (!existsSync('.may-go')) await new Promise((resolve) => setTimeout(resolve, 20));
const template = { Resources: { Word: { Type: 'AWS::SSM::Parameter', Properties: { Name: 'url', Type: 'String', Value } } } };
const stack = { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region', properties: { templateFile: 'a.json' } };
writeFileSync(process.env.CDK_OUTDIR + '/a.json', JSON.stringify(template));
writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', JSON.stringify({ version: '53.0.0', artifacts: { a: stack } }));
`;

it('deploys what is saved while it deploys for the first time', { timeout: 60_000 }, async () => {
  const files = { 'app.mjs': slowApp, 'cdk.json': '{"app":"node app.mjs"}', 'word.txt': 'first' };
  await using dev = await runDev(files);
  await expect.poll(() => existsSync(join(dev.directory, '.has-read')), { timeout: 20_000 }).toBe(true);

  writeFileSync(join(dev.directory, 'word.txt'), 'second');
  writeFileSync(join(dev.directory, '.may-go'), '');
  const deploys = [await dev.next(), await dev.next()];

  expect(deploys).toMatchObject([{ stacks: [{ changed: true }] }, { stacks: [{ changed: true }] }]);
  expect(await urlAt(dev.endpoint)).toBe('second');
});
