import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../kernel/http.ts';
import { inflatedBytesMax } from '../limits.ts';
import type { OperationModel } from '../model/model.ts';
import { modelOf } from '../model/models.ts';
import { testRequest } from '../testing/test-request.ts';
import { identifyCall, parseInput } from '../wire.ts';
import { unframe } from './aws-chunked.ts';
import { assertDocumentChecksums } from './document-checksums.ts';

function put(body: string, headers: Record<string, string> = {}): HttpRequest {
  const bytes = Buffer.from(body, 'latin1');
  return { method: 'PUT', path: '/b/k', query: '', headers, rawHeaders: [], body: bytes, remoteAddress: '' };
}

const chunked = {
  'content-encoding': 'aws-chunked,gzip',
  'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
};

describe('aws-chunked bodies', () => {
  it('become the bytes that the client meant, with trailing checksums as headers', () => {
    const framed = put(
      '4;chunk-signature=ab\r\nWiki\r\n5\r\npedia\r\n0\r\nx-amz-checksum-crc32:abc=\r\nhost:evil\r\n\r\n',
      chunked,
    );

    const { body, headers } = unframe(framed);

    expect(Buffer.from(body).toString()).toBe('Wikipedia');
    expect(headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-length': '9',
      'x-amz-checksum-crc32': 'abc=',
    });
    expect(headers.host).toBeUndefined();
  });

  it.each(['', '4\r\nWi', 'x\r\n', 'ffffffffff\r\nabc\r\n', '4\r\nWikipedia\r\n0\r\n\r\n', '4'])(
    'that break off or lie about their sizes are IncompleteBody: %j',
    (text) => {
      expect(() => unframe(put(text, chunked))).toThrow(expect.objectContaining({ code: 'IncompleteBody' }));
    },
  );

  it('must be as long as they declare', () => {
    const framed = put('4\r\nWiki\r\n0\r\n\r\n', { ...chunked, 'x-amz-decoded-content-length': '5' });

    expect(() => unframe(framed)).toThrow(expect.objectContaining({ code: 'IncompleteBody' }));
  });
});

describe('checksums of a document', () => {
  const operation = modelOf('s3').operations.get('PutBucketPolicy') as OperationModel;
  const check = (headers: Record<string, string>) => assertDocumentChecksums(put('123456789', headers), operation);

  it.each([
    ['x-amz-checksum-crc32', 'y/Q5Jg=='],
    ['x-amz-checksum-sha1', '98O8HYCOBHMq32eZZczDTKeuNEE='],
    ['content-md5', 'JfnnlDI7RTiF9RgfG2JNCw=='],
  ])('%s is verified', (header, value) => {
    expect(() => check({ [header]: value })).not.toThrow();
    expect(() => check({ [header]: value.replace(/^./, 'Z') })).toThrow(expect.objectContaining({ code: 'BadDigest' }));
  });

  it('a Content-MD5 of another length is InvalidDigest', () => {
    expect(() => check({ 'content-md5': 'YQ==' })).toThrow(expect.objectContaining({ code: 'InvalidDigest' }));
  });
});

describe('compressed bodies', () => {
  const action = 'Action=ListMetrics&Version=2010-08-01&Namespace=n';
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' };

  it('are unpacked before they are read', () => {
    const request = testRequest('POST', '/', { service: 'monitoring', headers, body: gzipSync(action) });

    expect(parseInput(identifyCall(request), request)).toEqual({ Namespace: 'n' });
  });

  it('that are broken or too large are refused', () => {
    const bomb = gzipSync(Buffer.alloc(inflatedBytesMax + 1));

    for (const body of [Buffer.from('no gzip'), bomb]) {
      const request = testRequest('POST', '/', { service: 'monitoring', headers, body });
      expect(() => identifyCall(request)).toThrow(expect.objectContaining({ code: 'SerializationException' }));
    }
  });
});
