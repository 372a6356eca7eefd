import { request as httpRequest, type IncomingMessage } from 'node:http';
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateFunctionUrlConfigCommand,
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamCommandInput,
  type InvokeWithResponseStreamResponseEvent,
  LambdaClient,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import { CreateQueueCommand, DeleteQueueCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCloud } from '../cloud.ts';
import { executable, makeFunction } from './make-function.ts';

const target = useCloud();
let client: LambdaClient;
let sqs: SQSClient;
beforeEach(() => {
  client = target.client(LambdaClient);
  // By the port: asking again and again within the process would leave the port no turn.
  sqs = target.client(SQSClient, 'http');
});

const encoded = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

async function start(input: Partial<InvokeWithResponseStreamCommandInput> = {}, by = client) {
  const output = await by.send(new InvokeWithResponseStreamCommand({ FunctionName: 'f', ...input }));
  return { output, events: iteratorOf(output.EventStream) };
}

const iteratorOf = (
  stream: AsyncIterable<InvokeWithResponseStreamResponseEvent> | undefined,
): AsyncIterator<InvokeWithResponseStreamResponseEvent> | undefined => stream?.[Symbol.asyncIterator]();

/** All that a reply brings. */
async function read(input: Partial<InvokeWithResponseStreamCommandInput> = {}, by = client) {
  const output = await by.send(new InvokeWithResponseStreamCommand({ FunctionName: 'f', ...input }));
  let text = '';
  let complete: InvokeWithResponseStreamResponseEvent['InvokeComplete'];
  for await (const event of output.EventStream ?? []) {
    text += Buffer.from(event.PayloadChunk?.Payload ?? []).toString();
    complete = event.InvokeComplete ?? complete;
  }
  return { output, text, complete };
}

/** Writes `one`, and goes on when the queue `go` is there; then `last` runs. The queue `done` says that it has ended. */
const waiting = (last: string) => `
  const { SQSClient, ListQueuesCommand, CreateQueueCommand } = require('@aws-sdk/client-sqs');
  const sqs = new SQSClient({});
  exports.handler = awslambda.streamifyResponse(async (event, stream) => {
    if (event.http || event.requestContext) {
      stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-a': 'b' }, cookies: ['c=d'] });
    }
    stream.write('one');
    for (;;) {
      const { QueueUrls } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'go' }));
      if (QueueUrls) break;
    }
    ${last}
  });`;

const letGoOn = () => sqs.send(new CreateQueueCommand({ QueueName: 'go' }));

/** Asks until there is such a queue. */
async function untilQueue(QueueNamePrefix: string): Promise<void> {
  for (;;) {
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix }));
    if (QueueUrls.length > 0) return;
  }
}

describe('InvokeWithResponseStream', () => {
  it.each(['in-process', 'http'] as const)('brings what is written before the function has ended, %s', async (way) => {
    await makeFunction(client, waiting("stream.write('two'); stream.end('three');"));

    const { output, events } = await start({}, target.client(LambdaClient, way));
    const first = await events?.next();
    await letGoOn();
    let rest = '';
    let last: unknown;
    for (let event = await events?.next(); event && !event.done; event = await events?.next()) {
      rest += Buffer.from(event.value.PayloadChunk?.Payload ?? []).toString();
      last = event.value;
    }

    expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(output.ResponseStreamContentType).toBe('application/vnd.amazon.eventstream');
    expect(first?.value).toEqual({ PayloadChunk: { Payload: new Uint8Array(Buffer.from('one')) } });
    expect(rest).toBe('twothree');
    expect(last).toEqual({ InvokeComplete: {} });
  });

  it('answers what a handler returns that does not stream, as one piece', async () => {
    await makeFunction(client, 'exports.handler = async (event) => ({ got: event });');

    const { text, complete } = await read({ Payload: encoded({ a: 1 }) });

    expect([text, complete]).toEqual(['{"got":{"a":1}}', {}]);
  });

  it('tells an error ahead of the reply in the last event, with status 200', async () => {
    await makeFunction(client, 'exports.handler = async () => { throw new TypeError("no"); };');

    const { output, text, complete } = await read({ LogType: 'Tail' });

    expect([output.StatusCode, text, complete?.ErrorCode]).toEqual([200, '', 'Unhandled']);
    expect(JSON.parse(complete?.ErrorDetails ?? '')).toMatchObject({ errorType: 'TypeError', errorMessage: 'no' });
    expect(Buffer.from(complete?.LogResult ?? '', 'base64').toString()).toContain('REPORT RequestId:');
  });

  it.each([
    ['is thrown', 'throw new RangeError("late");', { errorType: 'RangeError', errorMessage: 'late' }],
    ['ends the process', 'process.exit(3);', { errorType: 'Runtime.ExitError' }],
    ['is a reply without an end', '', { errorMessage: 'Response stream is not finished.' }],
  ])('tells an error in the midst of the reply that %s', async (_what, last, details) => {
    await makeFunction(client, waiting(last));

    const { events } = await start();
    const first = await events?.next();
    await letGoOn();
    const end = await events?.next();
    const over = await events?.next();

    expect(Buffer.from(first?.value.PayloadChunk?.Payload ?? []).toString()).toBe('one');
    expect(end?.value.InvokeComplete.ErrorCode).toBe('Unhandled');
    expect(JSON.parse(end?.value.InvokeComplete.ErrorDetails)).toMatchObject(details);
    expect(over?.done).toBe(true);
  });

  it('tells a timeout in the midst of the reply', async () => {
    const code = `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      stream.write('one');
      await new Promise(() => setInterval(() => {}, 1000));
    });`;
    await makeFunction(client, code, { Timeout: 1 });

    const { text, complete } = await read();

    expect(text).toBe('one');
    expect(complete?.ErrorDetails).toMatch(/Sandbox.Timedout.*Task timed out after 1.00 seconds/);
  });

  it('lets the function run to its end when the client goes', async () => {
    const done = "await sqs.send(new CreateQueueCommand({ QueueName: 'done' })); stream.end();";
    await makeFunction(client, waiting(`stream.write('x'.repeat(3_000_000)); ${done}`));

    for (const way of ['in-process', 'http'] as const) {
      const gone = new AbortController();
      const by = target.client(LambdaClient, way);
      const output = await by.send(new InvokeWithResponseStreamCommand({ FunctionName: 'f' }), {
        abortSignal: gone.signal,
      });
      const reading = (async () => {
        for await (const _ of output.EventStream ?? []) gone.abort();
      })();
      await expect(reading).rejects.toThrow();
      await letGoOn();
      await untilQueue('done');

      const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
      for (const QueueUrl of QueueUrls) await sqs.send(new DeleteQueueCommand({ QueueUrl }));
      // The next one is answered as ever.
      expect(QueueUrls).toHaveLength(2);
    }
  });

  it('checks and runs nothing in a dry run', async () => {
    await makeFunction(client, 'exports.handler = async () => 1;');

    const { output, text } = await read({ InvocationType: 'DryRun' });

    expect([output.StatusCode, text]).toEqual([204, '']);
    await expect(read({ InvocationType: 'Event' as never })).rejects.toMatchObject({
      message: expect.stringContaining('Member must satisfy enum value set: [RequestResponse, DryRun]'),
    });
  });

  it('runs the version that its qualifier names', async () => {
    await makeFunction(client, 'exports.handler = async (event, context) => context.functionVersion;');
    await client.send(new PublishVersionCommand({ FunctionName: 'f' }));
    await client.send(new CreateAliasCommand({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }));

    const { output, text } = await read({ Qualifier: 'live' });

    expect([output.ExecutedVersion, text]).toEqual(['1', '"1"']);
  });

  it('refuses as Invoke does', async () => {
    await expect(read()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
    await makeFunction(client, 'exports.handler = async () => 1;');
    await expect(read({ Payload: Buffer.from('{') })).rejects.toMatchObject({ name: 'InvalidRequestContentException' });
    await expect(read({ Qualifier: 'nobody' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('brings more than a buffered reply may have', async () => {
    const code = `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
      for (let i = 0; i < 8; i += 1) stream.write('x'.repeat(1_000_000));
      stream.end();
    });`;
    await makeFunction(client, code);

    const { text, complete } = await read();
    const buffered = await client.send(new InvokeCommand({ FunctionName: 'f' }));

    expect([text.length, complete]).toEqual([8_000_000, {}]);
    expect(buffered.FunctionError).toBe('Unhandled');
    expect(Buffer.from(buffered.Payload ?? []).toString()).toContain('Function.ResponseSizeTooLarge');
  });
});

describe('the Runtime API', () => {
  /** A runtime that answers in a stream, and ends it with these trailers. */
  const runtime = (trailers: string) => `#!${process.execPath}
const http = require('node:http');
const api = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/';
const ask = (path, options, write) => new Promise((resolve) => {
  const request = http.request(api + path, options, (response) => { response.resume(); response.on('end', () => resolve(response)); });
  write(request);
});
(async () => {
  for (;;) {
    const { headers } = await ask('next', {}, (request) => request.end());
    const given = { 'Lambda-Runtime-Function-Response-Mode': 'streaming', 'Transfer-Encoding': 'chunked',
      Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body' };
    await ask(headers['lambda-runtime-aws-request-id'] + '/response', { method: 'POST', headers: given }, (request) => {
      request.write('one');
      ${trailers}
      request.end('two');
    });
  }
})();
`;
  const make = (trailers: string) =>
    makeFunction(client, '', {
      Runtime: 'provided.al2023',
      Handler: 'any',
      Code: { ZipFile: executable({ bootstrap: runtime(trailers) }) },
    });

  it('takes a streamed reply', async () => {
    await make('');

    expect(await read()).toMatchObject({ text: 'onetwo', complete: {} });
  });

  it('takes the error of a streamed reply from its trailers', async () => {
    await make(`request.addTrailers({ 'Lambda-Runtime-Function-Error-Type': 'Runtime.Odd',
      'Lambda-Runtime-Function-Error-Body': Buffer.from('{"errorMessage":"late"}').toString('base64') });`);

    expect(await read()).toMatchObject({
      text: 'onetwo',
      complete: { ErrorCode: 'Unhandled', ErrorDetails: '{"errorMessage":"late"}' },
    });
  });
});

describe('a function URL in RESPONSE_STREAM mode', () => {
  async function serve(code: string): Promise<string> {
    await makeFunction(client, code);
    const { FunctionUrl = '' } = await client.send(
      new CreateFunctionUrlConfigCommand({ FunctionName: 'f', AuthType: 'NONE', InvokeMode: 'RESPONSE_STREAM' }),
    );
    for (const Action of ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction']) {
      const StatementId = Action.slice(7);
      await client.send(new AddPermissionCommand({ FunctionName: 'f', StatementId, Action, Principal: '*' }));
    }
    return FunctionUrl;
  }

  const ask = (url: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { host, port } = new URL(url);
      const asked = httpRequest({ host: '127.0.0.1', port, path: '/', headers: { host } }, resolve);
      asked.once('error', reject);
      asked.end();
    });

  const nextPiece = (answer: IncomingMessage): Promise<string> =>
    new Promise((resolve) => answer.once('data', (piece: Buffer) => resolve(piece.toString())));

  async function text(answer: IncomingMessage): Promise<string> {
    let all = '';
    for await (const piece of answer) all += piece;
    return all;
  }

  it('sends status, headers and the first piece before the function has ended', async () => {
    const url = await serve(waiting("stream.end('two');"));

    const answer = await ask(url);
    const first = await nextPiece(answer);
    await letGoOn();

    expect([answer.statusCode, answer.headers['x-a'], answer.headers['set-cookie']]).toEqual([201, 'b', ['c=d']]);
    expect(answer.headers['transfer-encoding']).toBe('chunked');
    expect([first, await text(answer)]).toEqual(['one', 'two']);
  });

  it('breaks the connection off when the function fails in its midst', async () => {
    const answer = await ask(await serve(waiting("throw new Error('late');")));
    await nextPiece(answer);
    await letGoOn();

    await expect(text(answer)).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('lets the function run to its end when the client goes', async () => {
    const done = "await sqs.send(new CreateQueueCommand({ QueueName: 'done' })); stream.end();";
    const answer = await ask(await serve(waiting(done)));
    await nextPiece(answer);

    answer.destroy();
    await letGoOn();

    await untilQueue('done');
  });

  it('is a bad gateway when the function fails ahead of its reply', async () => {
    const answer = await ask(await serve('exports.handler = async () => { throw new Error("no"); };'));

    expect([answer.statusCode, await text(answer)]).toEqual([502, 'Internal Server Error']);
  });

  it('answers what a handler returns that does not stream', async () => {
    const answer = await ask(await serve('exports.handler = async () => ({ statusCode: 418 });'));

    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(await text(answer)).toBe('{"statusCode":418}');
  });
});
