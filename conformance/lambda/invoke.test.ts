import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { invoke, makeFunction } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
beforeEach(() => {
  client = target.client(LambdaClient);
});

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
const uuid = '[\\da-f]{8}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{4}-[\\da-f]{12}';

describe('Invoke', () => {
  it('answers what the handler returns', async () => {
    await makeFunction(client, 'exports.handler = async (event) => ({ got: event });');

    const reply = await invoke(client, { a: ['ü', 1] });

    expect(reply).toMatchObject({ status: 200, functionError: undefined, executedVersion: '$LATEST' });
    expect(reply.text).toBe('{"got":{"a":["ü",1]}}');
  });

  it('answers null when the handler returns nothing', async () => {
    await makeFunction(client, 'exports.handler = async () => {};');

    expect((await invoke(client)).text).toBe('null');
  });

  it('gives the handler an empty object when there is no payload', async () => {
    await makeFunction(client, 'exports.handler = async (event) => event;');

    const output = await client.send(new InvokeCommand({ FunctionName: 'f' }));

    expect(Buffer.from(output.Payload ?? []).toString()).toBe('{}');
  });

  it('checks and runs nothing in a dry run', async () => {
    await makeFunction(client, 'exports.handler = async () => 1;');

    const reply = await invoke(client, {}, { InvocationType: 'DryRun' });

    expect(reply).toMatchObject({ status: 204, text: '' });
  });

  it('hands over the client context', async () => {
    await makeFunction(client, 'exports.handler = async (event, context) => context.clientContext;');
    const ClientContext = Buffer.from(JSON.stringify({ custom: { a: 'b' } })).toString('base64');

    expect((await invoke(client, {}, { ClientContext })).payload).toEqual({ custom: { a: 'b' } });
  });

  it('names $LATEST of a function that is not there', async () => {
    await expect(invoke(client)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Function not found: ${arn}:$LATEST`,
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('refuses a payload that is no JSON', async () => {
    await makeFunction(client, 'exports.handler = async () => 1;');

    await expect(invoke(client, {}, { Payload: '{nope' })).rejects.toMatchObject({
      name: 'InvalidRequestContentException',
      message: expect.stringMatching(/^Could not parse request body into json: Could not parse payload into json: /),
    });
  });

  it('refuses runtimes that cannot run here by name', async () => {
    await makeFunction(client, 'x', { Runtime: 'java21', Handler: 'a.B' });

    await expect(invoke(client)).rejects.toThrow('Squall does not emulate functions of the runtime java21.');
  });

  it('takes 6 MB and gives 6 MB, and no more', async () => {
    await makeFunction(
      client,
      'exports.handler = async ({ bytes, text }) => bytes ? "x".repeat(bytes) : text.length;',
      {
        Timeout: 30,
        MemorySize: 1024,
      },
    );
    const text = 'x'.repeat(6_000_000);

    expect((await invoke(client, { text })).payload).toBe(text.length);
    expect((await invoke(client, { bytes: 6_000_000 })).text.length).toBe(6_000_002);
    expect(await invoke(client, { bytes: 6_291_556 })).toMatchObject({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    });
  });
});

describe('Invoke › errors of the function', () => {
  it('tells type, message and trace of what was thrown', async () => {
    await makeFunction(client, 'exports.handler = async () => { throw new TypeError("no"); };');

    const reply = await invoke(client);

    expect(reply).toMatchObject({
      status: 200,
      functionError: 'Unhandled',
      payload: { errorType: 'TypeError', errorMessage: 'no', trace: expect.arrayContaining(['TypeError: no']) },
    });
    expect(reply.log).toMatch(/\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"no","stack":\[/);
  });

  it('names the type of what is no Error', async () => {
    await makeFunction(client, 'exports.handler = async () => { throw "text"; };');

    expect((await invoke(client)).payload).toEqual({ errorType: 'string', errorMessage: 'text', trace: [] });
  });

  it('ends a function at its timeout, and starts another within the next invoke', async () => {
    await makeFunction(
      client,
      'let n = 0; exports.handler = async (e) => (n++, e.hang ? new Promise((r) => setTimeout(r, 1e6)) : n);',
      {
        Timeout: 1,
      },
    );
    await invoke(client);

    const timedOut = await invoke(client, { hang: true });
    const next = await invoke(client);

    expect(timedOut.functionError).toBe('Unhandled');
    expect(timedOut.text).toMatch(
      new RegExp(
        `^{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${uuid} Error: Task timed out after 1.00 seconds"}$`,
      ),
    );
    expect(timedOut.log).toMatch(/REPORT RequestId: .*\tStatus: timeout\n$/);
    expect(next.payload).toBe(1);
    expect(next.log).not.toMatch(/Init Duration/);
  });

  it('ends a function that blocks its only thread', async () => {
    await makeFunction(client, 'exports.handler = async () => { for (;;); };', { Timeout: 1 });

    expect((await invoke(client)).payload).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });

  const exits: readonly [string, string, string][] = [
    ['exits', 'process.exit(0)', 'Runtime exited without providing a reason'],
    ['exits with a status', 'process.exit(7)', 'Runtime exited with error: exit status 7'],
    ['is killed', 'process.kill(process.pid, "SIGKILL")', 'Runtime exited with error: signal: killed'],
    ['is aborted', 'process.abort()', 'Runtime exited with error: signal: aborted'],
  ];
  for (const [what, code, message] of exits) {
    it(`reports a runtime that ${what}`, async () => {
      await makeFunction(client, `exports.handler = async (e) => e.stay ? 'well' : (${code}, new Promise(() => {}));`);

      const reply = await invoke(client);

      expect(reply.text).toMatch(
        new RegExp(`^{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${uuid} Error: ${message}"}$`),
      );
      expect(reply.log).toMatch(/\tStatus: error\tError Type: Runtime.ExitError\n$/);
      expect((await invoke(client, { stay: true })).payload).toBe('well');
    });
  }

  it('does not wait for what an exiting function has started', async () => {
    const code = `const { spawn } = require('node:child_process');
      exports.handler = async () => {
        spawn('sleep', ['100'], { stdio: 'inherit' });
        spawn('sleep', ['1'], { stdio: 'inherit', detached: true });
        process.exit(1);
      };`;
    await makeFunction(client, code, { Timeout: 60 });

    expect((await invoke(client)).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
  });

  it('reports exceptions that nobody caught, and goes on with a new runtime', async () => {
    const code = `exports.handler = async (e) => {
      if (e.ok) return 'well';
      if (e.reject) Promise.reject(new RangeError('lost'));
      else setTimeout(() => { throw new RangeError('lost'); }, 1);
      await new Promise((resolve) => setTimeout(resolve, 500));
    };`;
    await makeFunction(client, code);

    const thrown = await invoke(client);
    const rejected = await invoke(client, { reject: true });

    expect(thrown.payload).toMatchObject({ errorType: 'RangeError', errorMessage: 'lost' });
    expect(rejected.payload).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'RangeError: lost',
    });
    expect((await invoke(client, { ok: true })).payload).toBe('well');
  });

  it('reports a function that needs more memory than it has', async () => {
    const code = `exports.handler = async () => {
      const kept = [];
      for (;;) {
        kept.push(Buffer.alloc(8 << 20, 1));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };`;
    await makeFunction(client, code, { Timeout: 20 });

    const reply = await invoke(client);

    expect(reply.text).toMatch(
      new RegExp(
        `^{"errorType":"Runtime.OutOfMemory","errorMessage":"RequestId: ${uuid} Error: Runtime exited with error: signal: killed"}$`,
      ),
    );
    expect(reply.log).toMatch(/Max Memory Used: 128 MB/);
  });

  const inits: readonly [string, string, string, string, RegExp][] = [
    [
      'a module that is missing',
      'index.handler',
      "require('nothing'); exports.handler = 1;",
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'nothing'/,
    ],
    ['a syntax error', 'index.handler', 'exports.handler = (;', 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
    [
      'an export that is missing',
      'index.other',
      'exports.handler = 1;',
      'Runtime.HandlerNotFound',
      /^index\.other is undefined or not exported$/,
    ],
    [
      'an export that is no function',
      'index.handler',
      'exports.handler = 1;',
      'Runtime.HandlerNotFound',
      /^index\.handler is not a function$/,
    ],
    ['a file that is missing', 'app.handler', '', 'Runtime.ImportModuleError', /^Error: Cannot find module 'app'/],
    ['a handler without a dot', 'index', '', 'Runtime.MalformedHandlerName', /^Bad handler$/],
    ['an error of its own', 'index.handler', "throw new RangeError('early');", 'RangeError', /^early$/],
  ];
  for (const [what, Handler, code, type, message] of inits) {
    it(`reports an init phase that ends with ${what}`, async () => {
      await makeFunction(client, code, { Handler });

      const reply = await invoke(client);

      expect(reply.functionError).toBe('Unhandled');
      expect(reply.payload).toMatchObject({ errorType: type, errorMessage: expect.stringMatching(message) });
      expect(reply.log).toContain(`Phase: invoke\tStatus: error\tError Type: ${type}\n`);
    });
  }
});

describe('Invoke › log tail', () => {
  it('begins with START and ends with REPORT', async () => {
    await makeFunction(
      client,
      'exports.handler = async () => { console.log("one %s", "two", { a: 1 }); console.error("bad"); };',
    );

    const { log } = await invoke(client);

    const time = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z';
    expect(log).toMatch(
      new RegExp(
        [
          `^START RequestId: (${uuid}) Version: \\$LATEST`,
          `${time}\\t\\1\\tINFO\\tone two { a: 1 }`,
          `${time}\\t\\1\\tERROR\\tbad`,
          'END RequestId: \\1',
          'REPORT RequestId: \\1\\tDuration: \\d+\\.\\d\\d ms\\tBilled Duration: \\d+ ms\\tMemory Size: 128 MB\\tMax Memory Used: \\d+ MB\\tInit Duration: \\d+\\.\\d\\d ms\\t\n$',
        ].join('\n'),
      ),
    );
  });

  it('is JSON when the function logs JSON, from its level on', async () => {
    const code =
      'exports.handler = async () => { console.debug("no"); console.info({ a: 1 }); console.error("e", new RangeError("r")); };';
    await makeFunction(client, code, { LoggingConfig: { LogFormat: 'JSON' } });

    const lines = (await invoke(client)).log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

    expect(lines.map(({ type, level }) => type ?? level)).toEqual([
      'platform.start',
      'INFO',
      'ERROR',
      'platform.report',
    ]);
    expect(lines[1]).toMatchObject({ message: { a: 1 }, requestId: expect.any(String), timestamp: expect.any(String) });
    expect(lines[2]).toMatchObject({ errorType: 'RangeError', errorMessage: 'r', stackTrace: expect.any(Array) });
    expect(lines[3]).toMatchObject({ record: { status: 'success', metrics: { memorySizeMB: 128 } } });
  });

  it('holds the last 4 KB', async () => {
    await makeFunction(
      client,
      'exports.handler = async () => { for (let i = 0; i < 100; i++) console.log("x".repeat(100)); };',
    );

    const { log } = await invoke(client);

    expect(log.length).toBe(4096);
    expect(log).toMatch(/REPORT RequestId/);
  });
});
