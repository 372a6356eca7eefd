import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { Debugger, type Script } from '../debugging/debugger.ts';
import { runDev } from './running-dev.ts';

/** It asks for no source map. */
const app = `import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
const bundling = { minify: true, sourceMap: false };
const stack = new Stack(new App(), 'Debugged');
new NodejsFunction(stack, 'order', { entry: 'order.ts', functionName: 'order', runtime: Runtime.NODEJS_24_X, bundling });
`;

const order = (price: number): string => `interface Order { readonly pieces: number }
const price: number = ${price};
export async function handler(event: Order): Promise<number> {
  const total = event.pieces * price;
  console.log(total);
  return total;
}
`;
/** The line that has the total, 0-based. */
const logLine = 4;

const files = {
  'package.json': '{ "type": "module" }',
  'package-lock.json': '{}',
  'cdk.json': '{ "app": "node app.ts" }',
  'app.ts': app,
  'order.ts': order(7),
};

interface Paused {
  readonly callFrames: readonly [{ readonly callFrameId: string }];
}

it('stops at a line of the TypeScript of an app without source maps, also after a save', {
  timeout: 120_000,
}, async () => {
  const port = await freePort();
  await using dev = await runDev(files, '--inspect', `order:${port}`);
  await dev.next();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const lambda = new LambdaClient({ endpoint: dev.endpoint, credentials, region: 'us-east-1' });
  const invoke = async (): Promise<string> => {
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'order', Payload: '{"pieces":3}' }));
    return Buffer.from(Payload ?? []).toString();
  };
  /** Attaches, and runs the function up to the line. */
  const stopped = async (): Promise<unknown[]> => {
    await using client = await Debugger.attach(port);
    await invoke();
    const script = await client.event<Script>('Debugger.scriptParsed', ({ url }) =>
      /lambda\/code\/.*\/index\.js$/.test(url),
    );
    await client.breakAt(script, pathToFileURL(join(dev.directory, 'order.ts')).href, logLine);
    const answer = invoke();
    const { callFrames } = await client.event<Paused>('Debugger.paused');
    const event = await client.evaluate(callFrames[0].callFrameId, 'JSON.stringify(arguments[0])');
    await client.send('Debugger.resume');
    return [event, await answer];
  };

  const first = await stopped();
  writeFileSync(join(dev.directory, 'order.ts'), order(8));
  const saved = await dev.next();
  const second = await stopped();

  expect(saved).toMatchObject({ functions: ['order'] });
  expect([first, second]).toEqual([
    ['{"pieces":3}', '21'],
    ['{"pieces":3}', '24'],
  ]);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
