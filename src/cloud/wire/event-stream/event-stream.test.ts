import { CloudWatchLogsClient, StartLiveTailCommand } from '@aws-sdk/client-cloudwatch-logs';
import { InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client, SelectObjectContentCommand } from '@aws-sdk/client-s3';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../kernel/errors.ts';
import { decodeCbor } from '../cbor/cbor-decode.ts';
import { modelOf } from '../model/models.ts';
import { createRequestHandler } from '../request-handler.ts';
import { identifyCall, parseInput, serializeOutput } from '../wire.ts';
import { initialResponse, writeEventStream } from './write-event-stream.ts';

/** A real client whose every call is answered with `output`. */
const clientConfig = (output: object) => ({
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:4566',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 1,
  disableHostPrefix: true,
  requestHandler: createRequestHandler(async (request) => {
    const call = identifyCall(request);
    parseInput(call, request);
    return serializeOutput(call, output, 'request-id');
  }),
});

async function* events(...all: (object | Error)[]) {
  for (const event of all) {
    if (event instanceof Error) throw event;
    yield event;
  }
}

async function all<Value>(stream: AsyncIterable<Value> | undefined): Promise<Value[]> {
  const values: Value[] = [];
  for await (const value of stream ?? []) values.push(value);
  return values;
}

const tail = { logGroupIdentifiers: ['arn:aws:logs:eu-west-1:000000000000:log-group:g'] };
const select = {
  Bucket: 'b',
  Key: 'k',
  Expression: 'SELECT *',
  ExpressionType: 'SQL' as const,
  InputSerialization: { CSV: {} },
  OutputSerialization: { CSV: {} },
};

describe('event streams as clients read them', () => {
  it('restJson1: raw payloads, documents, and the members of the head', async () => {
    const client = new LambdaClient(
      clientConfig({
        StatusCode: 200,
        ExecutedVersion: '7',
        EventStream: events(
          { PayloadChunk: { Payload: Buffer.from([0, 255, 10]) } },
          { InvokeComplete: { ErrorCode: 'Unhandled', ErrorDetails: 'ü' } },
        ),
      }),
    );

    const output = await client.send(new InvokeWithResponseStreamCommand({ FunctionName: 'f' }));

    expect(output).toMatchObject({ StatusCode: 200, ExecutedVersion: '7' });
    expect(output.ResponseStreamContentType).toBe('application/vnd.amazon.eventstream');
    expect(await all(output.EventStream)).toEqual([
      { PayloadChunk: { Payload: Uint8Array.of(0, 255, 10) } },
      { InvokeComplete: { ErrorCode: 'Unhandled', ErrorDetails: 'ü' } },
    ]);
  });

  it('awsJson1_1: an initial response, documents, and a modelled error as an exception', async () => {
    const update = { sessionMetadata: { sampled: false }, sessionResults: [{ message: 'ü', timestamp: 1 }] };
    const timeout = new AwsError('SessionTimeoutException', 'over');
    const client = new CloudWatchLogsClient(
      clientConfig({
        responseStream: events({ sessionStart: { sessionId: 's' } }, { sessionUpdate: update }, timeout),
      }),
    );

    const { responseStream } = await client.send(new StartLiveTailCommand(tail));
    const seen: object[] = [];
    const failure = await (async () => {
      for await (const event of responseStream ?? []) seen.push(event);
    })().catch((error: unknown) => error);

    expect(seen).toEqual([{ sessionStart: { sessionId: 's' } }, { sessionUpdate: update }]);
    expect(failure).toMatchObject({ name: 'SessionTimeoutException', message: 'over' });
  });

  it('restXml: documents in XML and bytes', async () => {
    const client = new S3Client(
      clientConfig({
        Payload: events(
          { Records: { Payload: Buffer.from('a,b') } },
          { Stats: { Details: { BytesScanned: 5, BytesReturned: 3 } } },
          { Cont: {} },
          { End: {} },
        ),
      }),
    );

    const { Payload } = await client.send(new SelectObjectContentCommand(select));

    expect(await all(Payload)).toEqual([
      { Records: { Payload: new Uint8Array(Buffer.from('a,b')) } },
      { Stats: { Details: { BytesScanned: 5, BytesReturned: 3 } } },
      { Cont: {} },
      { End: {} },
    ]);
  });

  it('tells other errors by code and message, and nothing of bugs of ours', async () => {
    for (const [thrown, told] of [
      [new AwsError('Odd', 'why'), { name: 'Odd', message: 'why' }],
      [new TypeError('secret'), { name: 'InternalFailure', message: 'An internal error occurred.' }],
    ] as const) {
      const client = new LambdaClient(
        clientConfig({ StatusCode: 200, EventStream: events({ PayloadChunk: {} }, thrown) }),
      );

      const { EventStream } = await client.send(new InvokeWithResponseStreamCommand({ FunctionName: 'f' }));

      await expect(all(EventStream)).rejects.toMatchObject(told);
    }
  });

  it('CBOR: documents and the initial response', async () => {
    const operation = modelOf('logs').operations.get('StartLiveTail');
    const union = operation?.outputEvents?.shape;
    if (!operation || !union) throw new Error('StartLiveTail answers no stream');
    const codec = new EventStreamCodec(toUtf8, fromUtf8);
    const sessionUpdate = { sessionMetadata: { sampled: true }, sessionResults: [{ timestamp: 5 }] };

    const [first] = await all(writeEventStream(union, events({ sessionUpdate }), 'rpcv2Cbor'));
    const { headers, body } = codec.decode(first ?? new Uint8Array());
    const initial = codec.decode(initialResponse(operation, {}, 'rpcv2Cbor'));

    expect(headers).toMatchObject({
      ':event-type': { value: 'sessionUpdate' },
      ':content-type': { value: 'application/cbor' },
    });
    expect(decodeCbor(body)).toEqual(sessionUpdate);
    expect(initial.headers[':event-type']).toEqual({ type: 'string', value: 'initial-response' });
    expect(decodeCbor(initial.body)).toEqual({});
  });
});
