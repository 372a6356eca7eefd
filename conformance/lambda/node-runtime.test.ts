import { LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { executable, invoke, makeFunction } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(() => {
  client = target.client(LambdaClient);
});

describe('Node runtime › modules', () => {
  const modules: readonly [string, Readonly<Record<string, string>>, string][] = [
    ['CommonJS', { 'index.js': 'exports.handler = async () => "here";' }, 'index.handler'],
    ['an ES module by its extension', { 'index.mjs': 'export const handler = async () => "here";' }, 'index.handler'],
    [
      'an ES module by its package',
      { 'index.js': 'export const handler = async () => "here";', 'package.json': '{"type":"module"}' },
      'index.handler',
    ],
    ['.cjs', { 'index.cjs': 'exports.handler = async () => "here";' }, 'index.handler'],
    ['a default export', { 'index.mjs': 'export default { handler: async () => "here" };' }, 'index.handler'],
    ['a directory', { 'src/app.js': 'exports.handler = async () => "here";' }, 'src/app.handler'],
    ['a nested export', { 'index.js': 'exports.api = { get: async () => "here" };' }, 'index.api.get'],
    [
      'a dependency',
      {
        'index.mjs': 'import here from "dep"; export const handler = async () => here;',
        'node_modules/dep/index.js': 'module.exports = "here";',
        'node_modules/dep/package.json': '{"main":"index.js"}',
      },
      'index.handler',
    ],
    [
      'top-level await',
      {
        'index.mjs':
          'const here = await new Promise((r) => setTimeout(r, 5, "here")); export const handler = async () => here;',
      },
      'index.handler',
    ],
    [
      'the AWS SDK that comes with the runtime',
      {
        'index.mjs':
          'import { S3Client } from "@aws-sdk/client-s3"; export const handler = async () => S3Client ? "here" : "";',
      },
      'index.handler',
    ],
    [
      'the AWS SDK by require',
      {
        'index.js':
          'const { S3Client } = require("@aws-sdk/client-s3"); exports.handler = async () => S3Client ? "here" : "";',
      },
      'index.handler',
    ],
  ];
  for (const [what, files, Handler] of modules) {
    it(`loads ${what}`, async () => {
      await makeFunction(client, files, { Handler, Timeout: 20 });

      expect((await invoke(client)).payload).toBe('here');
    });
  }

  it('finds nothing else of the project around it', async () => {
    await makeFunction(client, 'require("vitest"); exports.handler = async () => 1;');

    expect((await invoke(client)).payload).toMatchObject({ errorType: 'Runtime.ImportModuleError' });
  });
});

describe('Node runtime › handlers', () => {
  it('passes the context', async () => {
    await makeFunction(
      client,
      'exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });',
      { Timeout: 7 },
    );

    const { payload } = await invoke(client);

    expect(payload).toMatchObject({
      functionName: 'f',
      functionVersion: '$LATEST',
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/f',
      logStreamName: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][\da-f]{32}$/),
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
      awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    const { left } = payload as { readonly left: number };
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(7000);
  });

  it('keeps globals between invokes', async () => {
    await makeFunction(client, 'let n = 0; exports.handler = async () => ++n;');

    expect([await invoke(client), await invoke(client), await invoke(client)].map(({ payload }) => payload)).toEqual([
      1, 2, 3,
    ]);
  });

  it('runs concurrent invokes in environments of their own', async () => {
    // Each invoke makes the next one and waits for it, so that all are under way together.
    const code = `
      const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
      let n = 0;
      exports.handler = async ({ depth }) => {
        n++;
        const mine = [n, process.env.AWS_ACCESS_KEY_ID];
        if (depth === 0) return [mine];
        const Payload = JSON.stringify({ depth: depth - 1 });
        const reply = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: 'f', Payload }));
        return [mine, ...JSON.parse(Buffer.from(reply.Payload).toString())];
      };`;
    await makeFunction(client, code, { Timeout: 30 });

    const { payload } = await invoke(client, { depth: 2 });

    const pairs = payload as [number, string][];
    expect(pairs.map(([n]) => n)).toEqual([1, 1, 1]);
    expect(new Set(pairs.map(([, key]) => key)).size).toBe(3);
  });

  it('freezes timers between invokes', async () => {
    const code = `let fired = 0;
      exports.handler = async (e) => {
        if (e.arm) setTimeout(() => fired++, 1), setInterval(() => fired++, 1).unref();
        return fired;
      };`;
    await makeFunction(client, code);
    await invoke(client, { arm: true });

    const other = await import('node:timers/promises');
    await other.setTimeout(100);
    const { payload } = await invoke(client);

    // The due timers fire once on thawing; an environment that had gone on would have counted to about a hundred.
    expect(payload).toBeLessThan(20);
  });

  it('forgets environments when the world is reset', async () => {
    await makeFunction(client, 'globalThis.n ??= 0; exports.handler = async () => ++globalThis.n;');
    await invoke(client);
    const snapshot = target.cloud.snapshot();

    await target.cloud.restore(snapshot);

    expect((await invoke(client)).payload).toBe(1);
  });

  it('gives the variables of AWS, its own, and nothing of the host', async () => {
    await makeFunction(client, 'exports.handler = async () => process.env;', {
      Environment: { Variables: { MODE: 'x' } },
    });

    const env = (await invoke(client)).payload as Record<string, string>;

    expect(env).toMatchObject({
      MODE: 'x',
      _HANDLER: 'index.handler',
      AWS_REGION: 'us-east-1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_ENDPOINT_URL: target.cloud.endpoint,
      TZ: ':UTC',
      _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[\da-f]{8}-[\da-f]{24};Parent=[\da-f]{16};Sampled=0$/),
    });
    for (const name of ['HOME', 'USER', 'VITEST', 'SQUALL_COMPILE_CACHE']) expect(env).not.toHaveProperty(name);
  });

  it('calls AWS as the role of the function', async () => {
    const code = `import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
      const sts = new STSClient();
      export const handler = async () => (await sts.send(new GetCallerIdentityCommand())).Arn;`;
    await makeFunction(client, { 'index.mjs': code }, { Timeout: 20 });

    expect((await invoke(client)).payload).toBe('arn:aws:sts::000000000000:assumed-role/tester/f');
  });

  it('is started by the wrapper that the function names, and sees what it exports', async () => {
    const wrapper =
      '#!/bin/sh\nexport GREETING="hello $NAME"\nexport NODE_OPTIONS="--require $LAMBDA_TASK_ROOT/before.cjs"\nexec "$@"\n';
    const files = {
      'wrapper.sh': wrapper,
      'before.cjs': 'globalThis.before = true;',
      'index.js': 'exports.handler = async () => [process.env.GREETING, globalThis.before];',
    };
    await makeFunction(client, files, {
      Code: { ZipFile: executable(files) },
      Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/var/task/wrapper.sh', NAME: 'you' } },
    });

    expect((await invoke(client)).payload).toEqual(['hello you', true]);
  });

  it('knows the trace that the caller of its invoke gave', async () => {
    await makeFunction(client, 'exports.handler = async () => process.env._X_AMZN_TRACE_ID;');
    const root = '1-67891233-abcdef012345678912345678';
    client.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { headers: Record<string, string> };
        headers['x-amzn-trace-id'] = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`;
        return next(args);
      },
      { step: 'build' },
    );

    expect((await invoke(client)).payload).toMatch(new RegExp(`^Root=${root};`));
  });

  it('writes temporary files where only this environment does', async () => {
    const code = `const { writeFileSync, readdirSync } = require('node:fs');
      const { tmpdir } = require('node:os');
      exports.handler = async () => { writeFileSync(tmpdir() + '/a', ''); return readdirSync(tmpdir()); };`;
    await makeFunction(client, code);

    expect((await invoke(client)).payload).toEqual(['a']);
  });
});

describe('Node runtime › nodejs24.x', () => {
  it('refuses handlers that take a callback', async () => {
    await makeFunction(client, 'exports.handler = (event, context, callback) => callback(null, 1);');

    expect((await invoke(client)).payload).toMatchObject({
      errorType: 'Runtime.CallbackHandlerDeprecated',
      errorMessage: expect.stringMatching(
        /removed support for callback-based function handlers starting with Node\.js 24/,
      ),
    });
  });

  it('answers what a synchronous handler returns', async () => {
    await makeFunction(client, 'exports.handler = () => 5;');

    expect((await invoke(client)).payload).toBe(5);
  });

  it('does not wait for timers once the promise is settled', async () => {
    await makeFunction(client, 'exports.handler = async () => { setTimeout(() => {}, 5000); return 1; };');

    expect((await invoke(client)).payload).toBe(1);
  });
});

describe('Node runtime › nodejs22.x', () => {
  const handlers: readonly [string, string, unknown][] = [
    ['a callback', '(event, context, callback) => callback(null, "called")', 'called'],
    [
      'an error given to the callback',
      '(e, c, callback) => callback(new RangeError("no"))',
      { errorType: 'RangeError' },
    ],
    ['context.succeed', '(event, context) => context.succeed("done")', 'done'],
    ['context.fail', '(event, context) => context.fail("bad")', { errorType: 'string', errorMessage: 'bad' }],
    ['null, when a synchronous handler returns something', '() => 5', null],
    ['null, when the callback is never called', '(event, context, callback) => {}', null],
    ['a promise', '() => Promise.resolve("promised")', 'promised'],
    [
      'a callback, after the event loop is empty',
      '(event, context, callback) => { let s = "early"; setTimeout(() => { s = "late"; }, 20); callback(null, { get s() { return s; } }); }',
      { s: 'late' },
    ],
    [
      'a callback, without waiting where that is asked for',
      '(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 60000); callback(null, "now"); }',
      'now',
    ],
  ];
  for (const [what, code, expected] of handlers) {
    it(`answers ${what}`, async () => {
      await makeFunction(client, `exports.handler = ${code};`, { Runtime: 'nodejs22.x' });

      const { payload } = await invoke(client);

      if (typeof expected === 'object' && expected !== null) expect(payload).toMatchObject(expected);
      else expect(payload).toBe(expected);
    });
  }

  it('reports an async handler that never settles', async () => {
    await makeFunction(client, 'exports.handler = async () => new Promise(() => {});', { Runtime: 'nodejs22.x' });

    expect((await invoke(client)).payload).toMatchObject({ errorType: 'Runtime.NodeJsExit' });
  });
});

describe('Node runtime › response streaming', () => {
  it('answers the whole stream to a buffered invoke', async () => {
    const code = `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.setContentType('text/plain');
      stream.write('one ');
      stream.end('two');
    });`;
    await makeFunction(client, code);

    expect((await invoke(client)).text).toBe('one two');
  });

  it('puts status and headers before the content', async () => {
    const code = `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { a: 'b' } });
      http.end('content');
    });`;
    await makeFunction(client, code);

    expect((await invoke(client)).text).toBe(`{"statusCode":201,"headers":{"a":"b"}}${'\0'.repeat(8)}content`);
  });

  it('reports a stream that is never ended', async () => {
    await makeFunction(
      client,
      'exports.handler = awslambda.streamifyResponse(async (e, stream) => { stream.write("x"); });',
    );

    expect((await invoke(client)).payload).toMatchObject({ errorMessage: 'Response stream is not finished.' });
  });
});
