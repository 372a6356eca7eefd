import { execFileSync } from 'node:child_process';
import { LambdaClient, PublishLayerVersionCommand } from '@aws-sdk/client-lambda';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { executable, invoke, makeFunction } from './make-function.ts';

const hasPython = (() => {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const target = useCloud();
let client: LambdaClient;
beforeEach(() => {
  client = target.client(LambdaClient);
});

describe.skipIf(!hasPython)('Python runtime', () => {
  const make = (code: string, Handler = 'index.handler') =>
    makeFunction(client, { 'index.py': code }, { Runtime: 'python3.13', Handler });

  it('answers what the handler returns, and keeps globals', async () => {
    await make(
      'n = 0\ndef handler(event, context):\n    global n\n    n += 1\n    return {"n": n, "event": event, "id": context.aws_request_id, "left": context.get_remaining_time_in_millis()}\n',
    );

    const first = await invoke(client, { a: 'ü' });
    const second = await invoke(client, {});

    expect(first.payload).toMatchObject({ n: 1, event: { a: 'ü' }, id: expect.stringMatching(/^[\da-f-]{36}$/) });
    expect(second.payload).toMatchObject({ n: 2 });
  });

  it('hands the client context over as an object, and an identity of nobody', async () => {
    await make(
      'def handler(event, context):\n    c = context.client_context\n' +
        '    return [c and [c.custom, c.env, c.client.app_title, c.client.installation_id], str(context.identity), str(context)]\n',
    );
    const told = { custom: { a: '1' }, env: { locale: 'de' }, client: { app_title: 'App' } };

    const mobile = await invoke(client, {}, { ClientContext: Buffer.from(JSON.stringify(told)).toString('base64') });
    const without = await invoke(client);

    const nobody = 'CognitoIdentity([cognito_identity_id=None,cognito_identity_pool_id=None])';
    expect(mobile.payload).toMatchObject([[{ a: '1' }, { locale: 'de' }, 'App', null], nobody, expect.any(String)]);
    expect(without.payload).toEqual([
      null,
      nobody,
      expect.stringMatching(
        /^LambdaContext\(\[aws_request_id=[\da-f-]+,log_group_name=.*,client_context=None,identity=Cog.*,tenant_id=None\]\)$/,
      ),
    ]);
  });

  it('answers letters, decimals and bytes as they are', async () => {
    await make(
      'from decimal import Decimal\ndef handler(event, context):\n' +
        '    return b"<raw>" if event.get("raw") else ["ü", Decimal("1.5"), Decimal("5"), b"text"]\n',
    );

    expect((await invoke(client)).text).toBe('["ü", 1.5, 5, "text"]');
    expect((await invoke(client, { raw: true })).text).toBe('<raw>');
  });

  it('reports an answer that is no JSON', async () => {
    await make('def handler(event, context):\n    return {1, 2}\n');

    const { payload, functionError, log } = await invoke(client);

    expect(functionError).toBe('Unhandled');
    expect(payload).toEqual({
      errorMessage: 'Unable to marshal response: Object of type set is not JSON serializable',
      errorType: 'Runtime.MarshalError',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      stackTrace: [],
    });
    expect(log).toContain('[ERROR] Runtime.MarshalError: Unable to marshal response: Object of type set is not');
  });

  it('reports what was raised with its stack', async () => {
    await make('def handler(event, context):\n    raise ValueError("no")\n');

    const { payload, functionError, log } = await invoke(client);

    expect(functionError).toBe('Unhandled');
    expect(payload).toMatchObject({
      errorMessage: 'no',
      errorType: 'ValueError',
      requestId: expect.stringMatching(/^[\da-f-]{36}$/),
      stackTrace: [expect.stringMatching(/index\.py", line 2, in handler\n/)],
    });
    expect(log).toMatch(/\[ERROR\] ValueError: no\rTraceback/);
  });

  it('reports a module that cannot be imported', async () => {
    await make('import nothing_like_it\n');

    expect((await invoke(client)).payload).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Unable to import module 'index': No module named 'nothing_like_it'",
      requestId: '',
    });
  });

  it('logs what is printed and what the logger says', async () => {
    await make(
      'import logging\nlogging.getLogger().setLevel("INFO")\ndef handler(event, context):\n    print("printed")\n    logging.info("logged")\n',
    );

    const { log } = await invoke(client);

    expect(log).toMatch(/START.*\nprinted\n\[INFO\]\t[\d-]{10}T[\d:.]{12}Z\t[\da-f-]{36}\tlogged\nEND/);
  });

  it('reports an exit', async () => {
    await make('import os\ndef handler(event, context):\n    os._exit(3)\n');

    expect((await invoke(client)).payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/Runtime exited with error: exit status 3$/),
    });
  });
});

describe.skipIf(!hasPython)('Python runtime › layers', () => {
  it('have programs, which are started from /opt', async () => {
    const layer = executable({
      'bin/greet': '#!/bin/sh\necho "hi $1"',
      'tool/run': '#!/var/lang/bin/python\nprint(6 * 7)',
    });
    const { LayerVersionArn } = await client.send(
      new PublishLayerVersionCommand({ LayerName: 'l', Content: { ZipFile: layer } }),
    );
    const code =
      'import subprocess\ndef handler(event, context):\n' +
      "    return [subprocess.check_output(c).decode().strip() for c in (['/opt/bin/greet', 'you'], ['/opt/tool/run'])]\n";
    await makeFunction(client, { 'index.py': code }, { Runtime: 'python3.13', Layers: [LayerVersionArn ?? ''] });

    expect((await invoke(client)).payload).toEqual(['hi you', '42']);
  });
});

describe.skipIf(!hasPython)('Python runtime › a wrapper', () => {
  it('starts the interpreter, from a layer', async () => {
    const layer = executable({ wrapper: '#!/bin/sh\nexport GREETING=hello\nexec "$@"\n' });
    const { LayerVersionArn } = await client.send(
      new PublishLayerVersionCommand({ LayerName: 'w', Content: { ZipFile: layer } }),
    );
    const code = 'import os\ndef handler(event, context):\n    return os.environ["GREETING"]\n';
    await makeFunction(
      client,
      { 'index.py': code },
      {
        Runtime: 'python3.13',
        Layers: [LayerVersionArn ?? ''],
        Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: '/opt/wrapper' } },
      },
    );

    expect((await invoke(client)).payload).toBe('hello');
  });
});

describe('provided runtimes', () => {
  it('run the bootstrap of the archive against the Runtime API', async () => {
    const bootstrap = `#!${process.execPath}
      const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
      (async () => {
        for (;;) {
          const next = await fetch(api + 'next');
          const id = next.headers.get('lambda-runtime-aws-request-id');
          const event = await next.json();
          const path = event.fail ? '/error' : '/response';
          const body = event.fail ? { errorType: 'Own.Error', errorMessage: 'bad' } : { event, arn: next.headers.get('lambda-runtime-invoked-function-arn') };
          await fetch(api + id + path, { method: 'POST', body: JSON.stringify(body) });
        }
      })();`;
    await makeFunction(client, bootstrap, {
      Runtime: 'provided.al2023',
      Code: { ZipFile: executable({ bootstrap }) },
    });

    expect((await invoke(client, { a: 1 })).payload).toEqual({
      event: { a: 1 },
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    });
    expect(await invoke(client, { fail: true })).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'Own.Error', errorMessage: 'bad' },
    });
  });
});
