import { LambdaClient } from '@aws-sdk/client-lambda';
import { build } from 'esbuild';
import { beforeEach, expect, test } from 'vitest';
import {
  addVersion,
  deploy,
  featureFlags,
  flags,
  type Made,
  makeProfile,
  untilComplete,
} from '../../conformance/appconfig/configuring.ts';
import { useCloud } from '../../conformance/cloud.ts';
import { invoke, makeFunction } from '../../conformance/lambda/make-function.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
let made: Made;
beforeEach(async () => {
  made = await makeProfile(target, { Type: featureFlags });
});

const bundle = async (): Promise<string> => {
  const entryPoints = ['integration/fixtures/appconfig/handler.ts'];
  const { outputFiles } = await build({ entryPoints, bundle: true, platform: 'node', format: 'cjs', write: false });
  return outputFiles[0]?.text ?? '';
};

async function deployLimit(limit: number, version: number): Promise<void> {
  const values = { ...flags.values, checkout: { enabled: true, limit } };
  await addVersion(target, made, JSON.stringify({ ...flags, values }));
  await deploy(target, made, version);
  await untilComplete(target);
}

test('Powertools reads flags from within a function, and new ones once they are deployed', {
  timeout: 60_000,
}, async () => {
  const lambda = target.client(LambdaClient);
  await deployLimit(3, 1);
  await makeFunction(lambda, await bundle(), { Timeout: 30, MemorySize: 512 });
  const told = (limit: number) => ({ checkout: { enabled: true, limit }, search: { enabled: false } });
  expect((await invoke(lambda)).payload).toEqual(told(3));

  await deployLimit(5, 2);

  // What it has cached, what is unchanged, and what is new.
  expect((await invoke(lambda, { force: true })).payload).toEqual(told(5));
  expect((await invoke(lambda, { force: true })).payload).toEqual(told(5));
});
