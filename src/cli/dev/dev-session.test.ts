import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Cloud, startCloud } from '../../cloud/cloud.ts';
import { type CloudClient, clientOf } from '../../harness/cloud-client.ts';
import { deployAssembly } from '../../harness/deploy.ts';
import { Bundler } from './bundler.ts';
import { DevSession } from './dev-session.ts';
import { handler, SmallApp } from './testing/small-app.ts';

let app: SmallApp;
let cloud: Cloud;
let client: CloudClient;
let session: DevSession;
const bundler = new Bundler();
let isDeployBroken = false;

beforeEach(async () => {
  app = new SmallApp();
  cloud = await startCloud({ log: 'error' });
  client = clientOf(cloud);
  isDeployBroken = false;
  const deploy = (directory: string) => {
    if (isDeployBroken) throw new Error('broken');
    return deployAssembly(client, directory);
  };
  session = new DevSession({ synthesize: () => app.synthesize(), deploy }, bundler);
  await session.deployAll();
});

afterEach(async () => {
  bundler.close();
  app.remove();
  await cloud.close();
});

/** What the function answers, and how many calls its environment has had. */
async function call(FunctionName: string): Promise<unknown> {
  const { Payload } = await client.call<{ Payload: Uint8Array }>('lambda', 'Invoke', { FunctionName });
  return JSON.parse(Buffer.from(Payload).toString());
}

it('rebuilds only the function that was saved; others stay warm, and nothing is synthesized', async () => {
  const before = [await call('one'), await call('two')];

  const outcome = await session.save([app.write('one.ts', handler('one 2'))]);

  expect(before).toEqual([
    ['hello one 1', 1],
    ['hello two 1', 1],
  ]);
  expect(outcome).toMatchObject({ kind: 'rebuilt', functions: ['one'], stacks: [{ name: 'App', changed: true }] });
  expect([await call('one'), await call('two')]).toEqual([
    ['hello one 2', 1],
    ['hello two 1', 2],
  ]);
  expect(app.syntheses).toBe(1);
});

it('serves the new code by versions and aliases as well, save after save', async () => {
  const live: unknown[] = [await call('one:live')];
  for (const save of ['2', '3']) {
    await session.save([app.write('one.ts', handler(save))]);
    live.push(await call('one:live'));
  }

  expect(live).toEqual([
    ['hello one 1', 1],
    ['hello 2', 1],
    ['hello 3', 1],
  ]);
});

it('rebuilds all functions of a shared module', async () => {
  const outcome = await session.save([app.write('shared.ts', "export const greeting = 'hi';")]);

  expect(outcome).toMatchObject({ kind: 'rebuilt', functions: ['one', 'two'] });
  expect([await call('one'), await call('two')]).toEqual([
    ['hi one 1', 1],
    ['hi two 1', 1],
  ]);
});

it('watches what a save imports anew', async () => {
  const other = app.write('other.ts', "export const greeting = 'hey';");
  const unrelated = await session.save([other]);
  await session.save([app.write('one.ts', handler('one', './other.ts'))]);
  const imported = await call('one');
  const outcome = await session.save([app.write('other.ts', "export const greeting = 'ahoy';")]);

  expect([unrelated.kind, imported]).toEqual(['unrelated', ['hey one', 1]]);
  expect(outcome).toMatchObject({ kind: 'rebuilt', functions: ['one'] });
  expect(await call('one')).toEqual(['ahoy one', 1]);
});

it('deploys nothing where the bundle is the same, or nothing was made of the file', async () => {
  const comment = await session.save([app.write('one.ts', `// said\n${handler('one 1')}`)]);
  const readme = await session.save([app.write('README.md', '# App')]);

  expect([comment.kind, readme.kind, app.syntheses]).toEqual(['same', 'unrelated', 1]);
});

it('synthesizes where the synthesis read the file, along with a handler that was saved too', async () => {
  const stack = await session.save([app.stack, app.write('two.ts', handler('two 2'))]);

  expect([stack.kind, app.syntheses, await call('two')]).toEqual(['synthesized', 2, ['hello two 2', 1]]);
});

it('keeps what a failed build owes for the next save', async () => {
  app.write('two.ts', handler('two 2'));
  const broken = session.save([app.write('one.ts', 'export const handler = ('), `${app.directory}/two.ts`]);
  await expect(broken).rejects.toThrow(/one\.ts:1:\d+/);
  const stillOld = [await call('one'), await call('two')];

  const mended = await session.save([app.write('one.ts', handler('one 2'))]);

  expect(stillOld).toEqual([
    ['hello one 1', 1],
    ['hello two 1', 1],
  ]);
  expect(mended).toMatchObject({ kind: 'rebuilt', functions: ['one', 'two'] });
  expect([await call('one'), await call('two')]).toEqual([
    ['hello one 2', 1],
    ['hello two 2', 1],
  ]);
});

it('synthesizes after a deploy that failed, whatever is saved', async () => {
  isDeployBroken = true;
  await expect(session.save([app.write('one.ts', handler('one 2'))])).rejects.toThrow('broken');
  isDeployBroken = false;

  const next = await session.save([app.write('README.md', '# App')]);

  expect([next.kind, await call('one')]).toEqual(['synthesized', ['hello one 2', 1]]);
});

it('synthesizes where two functions of the same code part ways', async () => {
  app.write('two.ts', handler('same'));
  await session.save([app.write('one.ts', handler('same')), `${app.directory}/two.ts`]);
  await session.deployAll();
  const before = app.syntheses;

  const outcome = await session.save([app.write('two.ts', handler('alone'))]);

  expect([outcome.kind, app.syntheses - before]).toEqual(['synthesized', 1]);
  expect([await call('one'), await call('two')]).toEqual([
    ['hello same', 1],
    ['hello alone', 1],
  ]);
});
