import { CreateFunctionCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, test } from 'vitest';
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
import { invoke, makeFunction, role, zip } from '../../conformance/lambda/make-function.ts';

const target = useCloud({ clock: 'virtual', seed: 7 });
const layer = 'arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension:128';
const root = '/applications/shop/environments/prod/configurations/settings';
let lambda: LambdaClient;
let made: Made;
beforeEach(async () => {
  lambda = target.client(LambdaClient);
  made = await makeProfile(target, { Type: featureFlags });
  await addVersion(target, made, JSON.stringify(flags));
  await deploy(target, made);
  await untilComplete(target);
});

/** Asks the agent by `fetch` and by `http`, which connect in ways of their own. */
const code = (port = 2772) => `const http = require('node:http');
const base = 'http://localhost:${port}';
const byHttp = (path) => new Promise((resolve, reject) => {
  http.get(base + path, (response) => {
    let text = '';
    response.on('data', (piece) => { text += piece; });
    response.on('end', () => resolve({ status: response.statusCode, text }));
  }).on('error', reject);
});
const byFetch = async (path) => {
  const response = await fetch(base + path);
  return { status: response.status, text: await response.text() };
};
exports.handler = async ({ path, by }) => {
  const { status, text } = await (by === 'http' ? byHttp(path) : byFetch(path));
  return { status, body: JSON.parse(text) };
};`;

const asked = async (path: string, by = 'fetch') => (await invoke(lambda, { path, by })).payload;

describe('a function with the layer of AppConfig', () => {
  test('reads configurations and single flags at its localhost:2772', { timeout: 30_000 }, async () => {
    await makeFunction(lambda, code(), { Layers: [layer] });
    const checkout = { enabled: true, limit: 3 };
    const search = { enabled: false };

    expect(await asked(root)).toEqual({ status: 200, body: { checkout, search } });
    expect(await asked(root, 'http')).toEqual({ status: 200, body: { checkout, search } });
    expect(await asked(`${root}?flag=checkout`)).toEqual({ status: 200, body: checkout });
    expect(await asked(`${root}?flag=checkout&flag=search`)).toEqual({ status: 200, body: { checkout, search } });
    const { Layers } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'f' }));
    expect(Layers).toMatchObject([{ Arn: layer }]);
  });

  test('hears of what is not there as AppConfig tells it', { timeout: 30_000 }, async () => {
    await makeFunction(lambda, code(), { Layers: [layer] });

    expect(await asked(root.replace('prod', 'nope'))).toMatchObject({
      status: 404,
      body: { ResourceType: 'Environment' },
    });
    expect(await asked(`${root}?flag=nope`)).toMatchObject({ status: 404 });
  });

  test('has its cache as long as it says, at the port that it says', { timeout: 30_000 }, async () => {
    const Variables = {
      AWS_APPCONFIG_EXTENSION_HTTP_PORT: '3999',
      AWS_APPCONFIG_EXTENSION_POLL_INTERVAL_SECONDS: '0',
    };
    await makeFunction(lambda, code(3999), { Layers: [layer], Environment: { Variables } });
    expect(await asked(`${root}?flag=search`)).toEqual({ status: 200, body: { enabled: false } });
    const values = { ...flags.values, search: { enabled: true } };
    await addVersion(target, made, JSON.stringify({ ...flags, values }));
    await deploy(target, made, 2);
    await untilComplete(target);

    expect(await asked(`${root}?flag=search`)).toEqual({ status: 200, body: { enabled: true } });
  });

  test('is refused by name where it is not one of Node', async () => {
    const python = new CreateFunctionCommand({
      FunctionName: 'p',
      Role: role,
      Runtime: 'python3.13',
      Handler: 'index.handler',
      Layers: [layer],
      Code: { ZipFile: zip({ 'index.py': 'def handler(event, context): return 1' }) },
    });

    await expect(lambda.send(python)).rejects.toMatchObject({
      name: 'NotImplemented',
      message: expect.stringContaining('AWS-AppConfig-Extension'),
    });
  });
});
