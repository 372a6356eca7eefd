import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  GetIntegrationsCommand,
  UpdateIntegrationCommand,
} from '@aws-sdk/client-apigatewayv2';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { buildSync } from 'esbuild';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Cloud, type CloudOptions, startCloud } from '../src/index.ts';
import { Debugger, type Script, targetsAt } from './debugging/debugger.ts';

/** Some wait out the timeout of a function, of a second and more, in the machine's time. */
const patienceMs = 30_000;

let directory: string;
let cloud: Cloud;

beforeEach(() => {
  // Below the working directory, as a project is.
  mkdirSync('node_modules/.cache', { recursive: true });
  directory = realpathSync(mkdtempSync(join('node_modules/.cache', 'squall-debugging-')));
});
afterEach(async () => {
  await cloud.close();
  rmSync(directory, { recursive: true, force: true });
});

async function start(options: CloudOptions): Promise<void> {
  cloud = await startCloud({ log: 'error', ...options });
}

/** Bundles TypeScript as the CDK does with `sourceMap: true`, into the working directory's `cdk.out`, and zips it. */
function zipOf(entry: string, source: string): Uint8Array {
  const file = join(directory, entry);
  writeFileSync(file, source);
  const outfile = join('cdk.out', 'asset', 'index.js');
  const { outputFiles } = buildSync({
    entryPoints: [file],
    outfile,
    bundle: true,
    minifyWhitespace: true,
    platform: 'node',
    sourcemap: 'inline',
    write: false,
  });
  return zipSync({ 'index.js': outputFiles[0]?.contents ?? new Uint8Array() });
}

const lambda = () => new LambdaClient(cloud.clientConfig());

async function create(name: string, source: string, Timeout: number): Promise<string> {
  const { FunctionArn = '' } = await lambda().send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Role: 'arn:aws:iam::000000000000:role/tester',
      Handler: 'index.handler',
      Code: { ZipFile: zipOf(`${name}.ts`, source) },
      Timeout,
    }),
  );
  return FunctionArn;
}

/** The address of an HTTP API that leads to the function, and waits for a second. */
async function apiOf(functionArn: string): Promise<string> {
  const api = new ApiGatewayV2Client(cloud.clientConfig());
  const { ApiId } = await api.send(new CreateApiCommand({ Name: 'api', ProtocolType: 'HTTP', Target: functionArn }));
  const { Items = [] } = await api.send(new GetIntegrationsCommand({ ApiId }));
  const limit = { IntegrationId: Items[0]?.IntegrationId, TimeoutInMillis: 1000 };
  await api.send(new UpdateIntegrationCommand({ ApiId, ...limit }));
  const permission = { StatementId: 'api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' };
  await lambda().send(new AddPermissionCommand({ FunctionName: functionArn, ...permission }));
  return `${cloud.endpoint}/_aws/execute-api/${ApiId}/`;
}

const portOf = async (): Promise<number> => (await cloud.kernel.inspection?.addresses())?.[0]?.port ?? 0;

const isBundle = ({ url }: Script): boolean => url.endsWith('/index.js') && url.startsWith('file:');

interface Paused {
  readonly callFrames: readonly [{ readonly callFrameId: string }];
}

const order = (price: number): string => `interface Order { readonly pieces: number }
const price: number = ${price};
export const handler = async (_event: object, context: { getRemainingTimeInMillis(): number }): Promise<object> => {
  const order: Order = { pieces: 3 };
  const total = order.pieces * price;
  return { statusCode: 200, body: String(total) };
};
`;
/** The line of `return`, 0-based. */
const returnLine = 5;

/** The script of the function, once it was loaded. */
const bundleOf = (client: Debugger): Promise<Script> => client.event<Script>('Debugger.scriptParsed', isBundle);

const sourceOf = (name: string): string => pathToFileURL(join(directory, `${name}.ts`)).href;

describe('A function that is inspected', { timeout: patienceMs }, () => {
  it('stops at a line of its TypeScript, for longer than its timeout, while another one answers', async () => {
    await start({ inspect: ['order:0'] });
    const url = await apiOf(await create('order', order(7), 1));
    await create('other', 'export const handler = async () => "other";', 1);
    await using client = await Debugger.attach(await portOf());
    expect(await (await fetch(url)).text()).toBe('21');
    await client.breakAt(await bundleOf(client), sourceOf('order'), returnLine);

    const answer = fetch(url);
    const { callFrames } = await client.event<Paused>('Debugger.paused');
    const [{ callFrameId }] = callFrames;
    const pausedAtMs = Date.now();
    const { Payload } = await lambda().send(new InvokeCommand({ FunctionName: 'other' }));
    expect(Buffer.from(Payload ?? []).toString()).toBe('"other"');
    const remaining = 'context.getRemainingTimeInMillis()';
    const remainingMs = Number(await client.evaluate(callFrameId, remaining));
    // As long as the debugger takes: far beyond the timeout of a second.
    while (Date.now() < pausedAtMs + 1500) expect(await client.evaluate(callFrameId, '1 + 1')).toBe(2);
    expect(await client.evaluate(callFrameId, 'total')).toBe(21);
    expect(remainingMs).toBeGreaterThan(0);
    expect(await client.evaluate(callFrameId, remaining)).toBe(remainingMs);
    await client.send('Debugger.resume');

    const got = await answer;
    expect({ status: got.status, body: await got.text() }).toEqual({ status: 200, body: '21' });
  });

  it('waits for its first event with the debugger attached, and stops where its module is evaluated', async () => {
    await start({ inspect: ['order:0'] });
    await create('order', order(7), 1);
    await using client = await Debugger.attach(await portOf());
    // What VS Code makes of `runtimeSourcemapPausePatterns`: it stops ahead of scripts whose maps it does not know yet.
    await client.send('Debugger.setBreakpointByUrl', { urlRegex: 'file://.*/lambda/code/.*\\.js', lineNumber: 0 });

    const answer = lambda().send(new InvokeCommand({ FunctionName: 'order' }));
    await client.event<Paused>('Debugger.paused');
    await client.breakAt(await bundleOf(client), sourceOf('order'), 1);
    await client.send('Debugger.resume');
    const { callFrames } = await client.event<Paused>('Debugger.paused');

    expect(await client.evaluate(callFrames[0].callFrameId, 'typeof price')).toBe('undefined');
    await client.send('Debugger.resume');
    expect(JSON.parse(Buffer.from((await answer).Payload ?? []).toString())).toEqual({ statusCode: 200, body: '21' });
  });

  it('is found at the same port after another deploy', async () => {
    await start({ inspect: ['order:0'] });
    await create('order', order(7), 1);
    const port = await portOf();
    await using first = await Debugger.attach(port);
    await lambda().send(new InvokeCommand({ FunctionName: 'order' }));
    await bundleOf(first);

    await lambda().send(new UpdateFunctionCodeCommand({ FunctionName: 'order', ZipFile: zipOf('order.ts', order(8)) }));
    await first.closed;
    await using second = await Debugger.attach(port);
    await lambda().send(new InvokeCommand({ FunctionName: 'order' }));
    await second.breakAt(await bundleOf(second), sourceOf('order'), returnLine);
    const answer = lambda().send(new InvokeCommand({ FunctionName: 'order' }));
    const { callFrames } = await second.event<Paused>('Debugger.paused');

    expect(await second.evaluate(callFrames[0].callFrameId, 'total')).toBe(24);
    await second.send('Debugger.resume');
    expect(Buffer.from((await answer).Payload ?? []).toString()).toContain('24');
  });

  it('has its timeout again once the debugger is detached', async () => {
    await start({ inspect: ['stuck:0'] });
    await create('stuck', 'export const handler = async () => { debugger; for (;;); };', 1);
    const client = await Debugger.attach(await portOf());

    const answer = lambda().send(new InvokeCommand({ FunctionName: 'stuck' }));
    await client.event<Paused>('Debugger.paused');
    await client.detach();

    const { FunctionError, Payload } = await answer;
    expect(FunctionError).toBe('Unhandled');
    expect(Buffer.from(Payload ?? []).toString()).toContain('Task timed out after 1.00 seconds');
  });

  it('answers a debugger while it is frozen, and stays frozen', async () => {
    await start({ inspect: ['ticking:0'] });
    await create(
      'ticking',
      'let firedMs = 0; export const handler = async () => { setTimeout(() => { firedMs ||= Date.now(); }, 200); return firedMs; };',
      3,
    );
    await using client = await Debugger.attach(await portOf());
    await lambda().send(new InvokeCommand({ FunctionName: 'ticking' }));
    const startMs = Date.now();

    const ask = { expression: '[process.env.AWS_LAMBDA_FUNCTION_NAME, Date.now()]', returnByValue: true };
    let told: { result: { value: readonly [string, number] } };
    do told = await client.send('Runtime.evaluate', ask);
    while (told.result.value[1] < startMs + 600);

    expect(told.result.value[0]).toBe('ticking');
    const { scriptSource } = await client.send<{ scriptSource: string }>('Debugger.getScriptSource', {
      scriptId: (await bundleOf(client)).scriptId,
    });
    expect(scriptSource).toContain('setTimeout');
    // Its timer was due all the while.
    const thawMs = Date.now();
    const { Payload } = await lambda().send(new InvokeCommand({ FunctionName: 'ticking' }));
    expect(Number(Buffer.from(Payload ?? []).toString())).toBeGreaterThanOrEqual(thawMs);
  });

  it('stops for every one of the events that come together, one after the other', async () => {
    await start({ inspect: ['order:0'] });
    await create('order', 'export const handler = async () => { debugger; return 1; };', 1);
    await using client = await Debugger.attach(await portOf());

    const first = lambda().send(new InvokeCommand({ FunctionName: 'order' }));
    const { callFrames } = await client.event<Paused>('Debugger.paused');
    const second = lambda().send(new InvokeCommand({ FunctionName: 'order' }));
    // Long enough for another environment to answer it, were there one.
    const pausedAtMs = Date.now();
    while (Date.now() < pausedAtMs + 1500) await client.evaluate(callFrames[0].callFrameId, '1');
    await client.send('Debugger.resume');
    await first;
    await client.event<Paused>('Debugger.paused');
    await client.send('Debugger.resume');

    expect(Buffer.from((await second).Payload ?? []).toString()).toBe('1');
  });

  it('can call itself', async () => {
    await start({ inspect: ['self:0'] });
    await create(
      'self',
      `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
       export const handler = async (event: { depth?: number }) => {
         if (!event.depth) return 'deep';
         const Payload = JSON.stringify({ depth: event.depth - 1 });
         const answer = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: 'self', Payload }));
         return JSON.parse(Buffer.from(answer.Payload ?? []).toString());
       };`,
      20,
    );

    const { Payload } = await lambda().send(new InvokeCommand({ FunctionName: 'self', Payload: '{"depth":1}' }));

    expect(Buffer.from(Payload ?? []).toString()).toBe('"deep"');
  });

  it('logs nothing of its inspector, and ends by itself although a debugger is attached', async () => {
    await start({ inspect: ['leaving:0'] });
    await create('leaving', 'export const handler = async () => { console.log("leaving"); process.exit(3); };', 20);
    await using client = await Debugger.attach(await portOf());

    const { LogResult = '', Payload } = await lambda().send(
      new InvokeCommand({ FunctionName: 'leaving', LogType: 'Tail' }),
    );
    await client.closed;

    expect(Buffer.from(Payload ?? []).toString()).toContain('Runtime exited with error: exit status 3');
    const log = Buffer.from(LogResult, 'base64').toString();
    expect(log).toContain('leaving');
    expect(log).not.toMatch(/[Dd]ebugger/);
  });
});

describe('The port of an inspected function', () => {
  it('says which functions there are, for a name that none has', async () => {
    const lines: string[] = [];
    await start({ inspect: ['ordr:0'], log: 'warn', writeLog: (line) => void lines.push(line) });
    await create('order', order(7), 1);

    expect(cloud.kernel.inspection?.problems()).toEqual([
      '--inspect ordr: there is no such function. There are: order.',
    ]);
  });

  it('is refused for a function of Python, by name', async () => {
    await start({ inspect: ['pie:0'], log: 'silent' });
    await lambda().send(
      new CreateFunctionCommand({
        FunctionName: 'pie',
        Runtime: 'python3.13',
        Role: 'arn:aws:iam::000000000000:role/tester',
        Handler: 'index.handler',
        Code: { ZipFile: zipSync({ 'index.py': Buffer.from('def handler(event, context): pass') }) },
      }),
    );

    expect(cloud.kernel.inspection?.problems()).toEqual([
      '--inspect pie: it is a function of python3.13, and only functions of Node can be inspected.',
    ]);
  });

  it('is for each Node function one of its own, where all are inspected', async () => {
    await start({ inspect: ['*:0'] });
    await create('one', 'export const handler = async () => 1;', 3);
    await create('two', 'export const handler = async () => 2;', 3);

    const addresses = (await cloud.kernel.inspection?.addresses()) ?? [];

    expect(addresses.map(({ function: name, host }) => ({ name, host }))).toEqual([
      { name: 'one', host: '127.0.0.1' },
      { name: 'two', host: '127.0.0.1' },
    ]);
    const titles = await Promise.all(
      addresses.map(async ({ port }) => (await targetsAt(port)).map(({ title }) => title)),
    );
    expect(titles).toEqual([['one'], ['two']]);
  });

  it('lets no web page in, neither by its origin nor by a name that leads here', async () => {
    await start({ inspect: ['order:0'] });
    await create('order', order(7), 1);
    const list = (headers: Record<string, string>) => statusOf(portOf(), headers);

    expect(await list({ host: 'rebound.example.com' })).toBe(403);
    expect(await list({ origin: 'http://localhost:5173' })).toBe(403);
    expect(await list({ host: 'localhost:9229' })).toBe(200);
  });
});

/** By a client that lets us say any Host. */
async function statusOf(port: Promise<number>, headers: Record<string, string>): Promise<number | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
  request({ port: await port, path: '/json/list', headers }, (response) => {
    response.resume();
    resolve(response.statusCode);
  })
    .on('error', reject)
    .end();
  return promise;
}
