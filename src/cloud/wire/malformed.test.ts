import { afterAll, describe, expect, it } from 'vitest';
import { AwsError, UnsupportedError } from '../kernel/errors.ts';
import type { HttpRequest } from '../kernel/http.ts';
import { serviceHeads } from './model/models.ts';
import { seeded } from './testing/random-values.ts';
import { testRequest } from './testing/test-request.ts';
import { identifyCall, parseInput, serializeError } from './wire.ts';
import type { WireCall } from './wire-call.ts';

const seed = Number(process.env.SQUALL_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
afterAll(() => console.log(`malformed requests: seed ${seed}, repeat with SQUALL_TEST_SEED=${seed}`));

/** What becomes of a request before any service sees it. */
function outcomeOf(request: HttpRequest): { readonly status: number; readonly error: unknown } {
  let call: WireCall | undefined;
  try {
    call = identifyCall(request);
    parseInput(call, request);
    return { status: 200, error: undefined };
  } catch (error) {
    return { status: serializeError(call, error, 'id').status, error };
  }
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const cbor = { 'smithy-protocol': 'rpc-v2-cbor' };
const metricData = '/service/GraniteServiceVersion20100801/operation/PutMetricData';
const target = (name: string) => ({ 'x-amz-target': name });

/** One valid request of each protocol, to be broken in every way. */
const valid: readonly HttpRequest[] = [
  testRequest('POST', '/', {
    service: 'dynamodb',
    headers: target('DynamoDB_20120810.PutItem'),
    body: '{"TableName":"t","Item":{"a":{"S":"x"},"b":{"L":[{"B":"AAEC"},{"M":{"c":{"BOOL":true}}}]}}}',
  }),
  testRequest('POST', '/', {
    service: 'secretsmanager',
    headers: target('secretsmanager.CreateSecret'),
    body: '{"Name":"n","SecretBinary":"AAEC","Tags":[{"Key":"k","Value":"v"}],"ForceOverwriteReplicaSecret":true}',
  }),
  testRequest('POST', '/', {
    service: 'cloudformation',
    headers: form,
    body: 'Action=CreateStack&Version=2010-05-15&StackName=s&Tags.member.1.Key=k&Tags.member.1.Value=v&TimeoutInMinutes=3',
  }),
  testRequest('PUT', '/2015-03-31/functions/f/configuration?Qualifier=a', {
    service: 'lambda',
    body: '{"Timeout":3,"Environment":{"Variables":{"a":"b"}},"Layers":["x"]}',
  }),
  testRequest('PUT', '/bucket?lifecycle', {
    service: 's3',
    body: '<LifecycleConfiguration xmlns="x"><Rule><ID>a</ID><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>',
  }),
  testRequest('PUT', '/bucket/key?partNumber=1&uploadId=u', {
    service: 's3',
    headers: { 'content-encoding': 'aws-chunked', 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' },
    body: '4\r\nWiki\r\n0\r\nx-amz-checksum-crc32:abcd\r\n\r\n',
  }),
  testRequest('POST', metricData, {
    service: 'monitoring',
    headers: cbor,
    body: Buffer.from('a2694e616d657370616365616e6a4d6574726963446174618101', 'hex'),
  }),
];

/** Cuts, doubles, flips and inserts bytes. */
function broken(bytes: Uint8Array, next: () => number): Uint8Array {
  const at = Math.floor(next() * bytes.byteLength);
  const byte = Math.floor(next() * 256);
  const kinds = [
    () => bytes.slice(0, at),
    () => Buffer.concat([bytes.slice(0, at), Buffer.from([byte]), bytes.slice(at)]),
    () => Buffer.concat([bytes, bytes.slice(at)]),
    () => bytes.map((value, index) => (index === at ? byte : value)),
    () => Buffer.concat([bytes.slice(0, at), bytes.slice(at + 1 + Math.floor(next() * 8))]),
    () => Buffer.from(Array.from({ length: at }, () => Math.floor(next() * 256))),
    () =>
      Buffer.from(
        Buffer.from(bytes)
          .toString('latin1')
          .replace(/"[^"]*"/g, () => awkward(next)),
        'latin1',
      ),
  ];
  return (kinds[Math.floor(next() * kinds.length)] ?? kinds[0] ?? (() => bytes))();
}

const awkwardValues = [
  'null',
  '{}',
  '[]',
  '1e400',
  '-1',
  '""',
  '"__proto__"',
  '"constructor"',
  'true',
  '[[1]]',
  '{"a":null}',
];
const awkward = (next: () => number): string => awkwardValues[Math.floor(next() * awkwardValues.length)] ?? 'null';

/** AWS's error or our 501, never anything else and never a 500. */
function expectRefusedOrRead(request: HttpRequest): void {
  const { status, error } = outcomeOf(request);
  const isKnown = error === undefined || error instanceof AwsError || error instanceof UnsupportedError;
  if (isKnown && status !== 500) return;
  throw new Error(
    `status ${status} for ${request.method} ${request.path}?${request.query} ${Buffer.from(request.body).toString('latin1')}`,
    { cause: error },
  );
}

describe('malformed requests', () => {
  it('begin as valid ones', () => {
    const outcomes = valid.map((request) => outcomeOf(request).error);

    expect(outcomes.slice(0, 6)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined]);
  });

  it.each(
    valid.map((request) => [request.headers['x-amz-target'] ?? `${request.method} ${request.path}`, request] as const),
  )('broken bodies of %s are refused as AWS refuses them, or read', (_, request) => {
    const next = seeded(seed);

    for (let round = 0; round < 1500; round += 1) {
      let { body } = request;
      for (let times = 1 + Math.floor(next() * 3); times > 0; times -= 1) body = broken(body, next);
      expectRefusedOrRead({ ...request, body });
    }
  });

  it('broken paths, queries and headers are refused or read', () => {
    const next = seeded(seed);
    const services = [...serviceHeads.map(({ signingName }) => signingName), 'nope', '', '%'];
    const pieces = [
      '/',
      '%',
      '%2',
      '%ff',
      '..',
      'v2',
      'apis',
      '2015-03-31',
      'functions',
      '?',
      '&',
      '=',
      'x-id',
      '+',
      'uploads',
      'Action',
      ' ',
      'é',
    ];
    for (let round = 0; round < 5000; round += 1) {
      const text = Array.from(
        { length: Math.floor(next() * 8) },
        () => pieces[Math.floor(next() * pieces.length)],
      ).join('');
      const service = services[Math.floor(next() * services.length)] ?? '';
      const method =
        ['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS', 'NOPE'][Math.floor(next() * 8)] ?? 'GET';
      const headers =
        [{}, form, cbor, target(text), { host: text }, { authorization: text }, { 'content-md5': text }][
          Math.floor(next() * 7)
        ] ?? {};
      expectRefusedOrRead(
        testRequest(method, `/${text}`, { service, headers: headers as Record<string, string>, body: text }),
      );
    }
  });

  it('nesting has an end in JSON, XML and CBOR', () => {
    const deep = 20_000;
    const [json, , , , xml, , binary] = valid as [
      HttpRequest,
      HttpRequest,
      HttpRequest,
      HttpRequest,
      HttpRequest,
      HttpRequest,
      HttpRequest,
    ];
    const bodies = [
      { ...json, body: Buffer.from(`{"Item":{"a":${'{"L":['.repeat(deep)}${']}'.repeat(deep)}}}`) },
      { ...json, body: Buffer.from('['.repeat(deep)) },
      { ...xml, body: Buffer.from('<a>'.repeat(deep)) },
      { ...binary, body: Buffer.alloc(deep, 0x81) },
      { ...binary, body: Buffer.alloc(deep, 0xc1) },
    ];

    const codes = bodies.map((request) => (outcomeOf(request).error as AwsError).code);

    expect(codes).toEqual([
      'SerializationException',
      'SerializationException',
      'MalformedXML',
      'SerializationException',
      'SerializationException',
    ]);
  });

  it('document types and entities are not expanded', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>';
    const request = testRequest('PUT', '/bucket?lifecycle', { service: 's3', body: bomb });

    expect(outcomeOf(request).error).toMatchObject({ code: 'MalformedXML' });
  });

  it('keys like __proto__ stay keys', () => {
    const json = testRequest('POST', '/', {
      service: 'dynamodb',
      headers: target('DynamoDB_20120810.PutItem'),
      body: '{"__proto__":{"x":1},"TableName":"t","Item":{"__proto__":{"S":"polluted"},"constructor":{"S":"c"}}}',
    });
    const lambda = testRequest('PUT', '/2015-03-31/functions/f/configuration', {
      service: 'lambda',
      body: '{"Environment":{"Variables":{"__proto__":"polluted"}}}',
    });

    const read = parseInput(identifyCall(json), json) as { Item: object };
    const variables = parseInput(identifyCall(lambda), lambda) as { Environment: { Variables: object } };

    expect(Object.keys(read)).toEqual(['TableName', 'Item']);
    expect(Object.keys(read.Item)).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(variables.Environment.Variables)).toEqual([['__proto__', 'polluted']]);
    expect(({} as Record<string, unknown>)['S']).toBeUndefined();
  });
});
