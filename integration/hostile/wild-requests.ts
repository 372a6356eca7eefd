import type { Random } from '../../src/cloud/kernel/random.ts';
import type { Member, OperationModel } from '../../src/cloud/wire/model/model.ts';
import type { ServiceHead } from '../../src/cloud/wire/model/model-format.ts';
import type { Protocol } from '../../src/cloud/wire/model/protocol.ts';
import { escapeXml } from '../../src/cloud/wire/xml/xml-tree.ts';
import type { RawRequest } from './raw-http.ts';
import {
  type OpenRecord,
  type Replace,
  writeCbor,
  writeForm,
  writeJson,
  writeText,
  writeXml,
} from './wild-documents.ts';
import { rawCbor, rawJson, rawTexts, rawXml } from './wild-wire.ts';

/** Replaces the value that is written as number `at`, and counts all of them. */
class Mutation {
  readonly #random: Random;
  readonly #at: number;
  count = 0;

  constructor(random: Random, at: number) {
    this.#random = random;
    this.#at = at;
  }

  /** Picks from `raws` when it is this value's turn. */
  of<Raw>(raws: readonly Raw[]): Replace<Raw> {
    return () => {
      this.count += 1;
      return this.count - 1 === this.#at ? raws[this.#random.int(raws.length)] : undefined;
    };
  }
}

/** The request of an operation in one of its service's protocols: a valid envelope, one value of it made wild. */
export function wildRequest(
  head: ServiceHead,
  protocol: Protocol,
  operation: OperationModel,
  input: OpenRecord,
  random: Random,
): RawRequest {
  const sane = new Mutation(random, -1);
  write(head, protocol, operation, input, sane);
  return write(head, protocol, operation, input, new Mutation(random, random.int(sane.count)));
}

function write(
  head: ServiceHead,
  protocol: Protocol,
  operation: OperationModel,
  input: OpenRecord,
  mutation: Mutation,
): RawRequest {
  const scope = `AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/${head.signingName}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=00`;
  const post = (path: string, headers: Record<string, string>, body: string | Buffer): RawRequest => ({
    method: 'POST',
    path,
    headers: { authorization, ...headers },
    body: Buffer.from(body),
  });
  switch (protocol) {
    case 'awsJson1_0':
    case 'awsJson1_1': {
      const type = `application/x-amz-json-${protocol === 'awsJson1_0' ? '1.0' : '1.1'}`;
      const headers = { 'content-type': type, 'x-amz-target': `${head.targetPrefix}.${operation.name}` };
      return post('/', headers, writeJson(input, mutation.of(rawJson)));
    }
    case 'rpcv2Cbor': {
      const path = `/service/${head.targetPrefix}/operation/${operation.name}`;
      const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
      return post(path, headers, writeCbor(input, mutation.of(rawCbor)));
    }
    case 'awsQuery': {
      const whole: Member = { name: '', shape: operation.input, traits: {} };
      const fields = writeForm(whole, '', input, mutation.of(rawTexts));
      const pairs = [['Action', operation.name], ['Version', head.version], ...fields];
      const body = pairs.map((pair) => pair.map((part = '') => encode(part)).join('=')).join('&');
      return post('/', { 'content-type': 'application/x-www-form-urlencoded' }, body);
    }
    default:
      return writeRest(operation, input, mutation, protocol === 'restXml', authorization);
  }
}

/** Lone surrogates cannot be encoded, and are no text that a client could send. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed());

const isBound = ({ traits }: Member): boolean =>
  traits.httpLabel === 1 ||
  traits.httpQuery !== undefined ||
  traits.httpHeader !== undefined ||
  traits.httpPrefixHeaders !== undefined ||
  traits.httpQueryParams === 1;

function writeRest(
  operation: OperationModel,
  input: OpenRecord,
  mutation: Mutation,
  isXml: boolean,
  authorization: string,
): RawRequest {
  const texts = mutation.of(rawTexts);
  const headers: Record<string, string> = { authorization };
  const query: string[] = [];
  let path = operation.http?.uri ?? '/';
  let bucket = '';
  for (const member of operation.input.members) {
    const { traits, name } = member;
    const value = input[name];
    if (traits.httpLabel) {
      // Empty labels are other paths, which other operations have.
      const label = writeText(value ?? 'x', texts) || 'x';
      if (isXml && name === 'Bucket') bucket = `/${encode(label)}`;
      else path = path.replace(new RegExp(`\\{${name}\\+?\\}`), () => encode(label));
    } else if (value === undefined) continue;
    else if (traits.httpQuery !== undefined)
      query.push(`${encode(traits.httpQuery)}=${encode(writeText(value, texts))}`);
    else if (traits.httpHeader !== undefined) setHeader(headers, traits.httpHeader, writeText(value, texts));
    else if (traits.httpPrefixHeaders !== undefined) {
      for (const each of Object.values(value as OpenRecord)) {
        setHeader(headers, `${traits.httpPrefixHeaders}a`, writeText(each, texts));
      }
    }
  }
  const [fixedPath = '/', literals] = path.split('?');
  const all = [...(literals === undefined ? [] : [literals]), ...query].join('&');
  return {
    method: operation.http?.method ?? 'GET',
    path: `${bucket}${fixedPath}${all === '' ? '' : `?${all}`}`,
    headers,
    body: Buffer.from(writeRestBody(operation, input, mutation, isXml)),
  };
}

function writeRestBody(
  operation: OperationModel,
  input: OpenRecord,
  mutation: Mutation,
  isXml: boolean,
): string | Uint8Array {
  const payload = operation.input.members.find(({ traits }) => traits.httpPayload);
  const contents = mutation.of([...rawXml, ...rawTexts.map((text) => escapeXml(text))]);
  if (payload) {
    const value = input[payload.name];
    if (value === undefined) return '';
    if (value instanceof Uint8Array) return mutation.of(rawJson)() ?? value;
    return isXml ? writeXml(payload, value, contents) : writeJson(value, mutation.of(rawJson));
  }
  const members = operation.input.members.filter((member) => !isBound(member) && input[member.name] !== undefined);
  if (members.length === 0) return '';
  if (isXml) return `<Body>${members.map((member) => writeXml(member, input[member.name], contents)).join('')}</Body>`;
  const body = members.map((member) => [member.traits.jsonName ?? member.name, input[member.name]]);
  return writeJson(Object.fromEntries(body), mutation.of(rawJson));
}

/** What no HTTP client lets through is left out. */
function setHeader(headers: Record<string, string>, name: string, value: string): void {
  if (/^[\t\x20-\x7e]*$/.test(value) && !/^(content-length|transfer-encoding|host)$/i.test(name)) headers[name] = value;
}
