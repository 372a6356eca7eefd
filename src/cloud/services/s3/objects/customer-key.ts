import { createHash } from 'node:crypto';
import { AwsError } from '../../../kernel/errors.ts';
import { accessDenied, invalidArgument, invalidRequest } from '../errors.ts';
import type { StoredEncryption } from '../state.ts';

/** The key that a client brings with each request; S3 keeps nothing of it but what it needs to know it again. */
export interface CustomerKeyInput {
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly SSECustomerKey?: string | undefined;
  readonly SSECustomerKeyMD5?: string | undefined;
}

const keyBytes = 32;
const header = 'x-amz-server-side-encryption-customer';
const asking = 'Requests specifying Server Side Encryption with Customer provided keys must provide';

/**
 * The MD5 of the key that a request brings, once it fits the key; undefined for a request without one.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
 */
export function customerKeyOf(input: CustomerKeyInput): string | undefined {
  const { SSECustomerAlgorithm: algorithm, SSECustomerKey: key, SSECustomerKeyMD5: md5 } = input;
  if (algorithm === undefined && key === undefined && md5 === undefined) return undefined;
  if (algorithm === undefined) {
    throw invalidArgument(`${asking} a valid encryption algorithm.`, `${header}-algorithm`, 'null');
  }
  if (algorithm !== 'AES256') {
    throw new AwsError('InvalidEncryptionAlgorithmError', 'The encryption request you specified is not valid.', {
      status: 400,
      members: { ArgumentName: `${header}-algorithm`, ArgumentValue: algorithm },
    });
  }
  if (key === undefined) throw invalidArgument(`${asking} an appropriate secret key.`, `${header}-key`, 'null');
  if (md5 === undefined) {
    throw invalidArgument(`${asking} the client calculated MD5 of the secret key.`, `${header}-key-MD5`, 'null');
  }
  const bytes = Buffer.from(key, 'base64');
  if (bytes.byteLength !== keyBytes) {
    throw invalidArgument('The secret key was invalid for the specified algorithm.', `${header}-key`, 'null');
  }
  if (createHash('md5').update(bytes).digest('base64') !== md5) {
    const message = 'The calculated MD5 hash of the key did not match the hash that was provided.';
    throw invalidArgument(message, `${header}-key-MD5`, md5);
  }
  return md5;
}

/** Throws unless a read brings the key of an object that has one, and none for an object that has none. */
export function assertCustomerKey({ customerKeyMd5: own }: StoredEncryption, input: CustomerKeyInput): void {
  const given = customerKeyOf(input);
  if (own === given) return;
  if (given === undefined) {
    throw invalidRequest(
      'The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.',
    );
  }
  if (own === undefined) throw invalidRequest('The encryption parameters are not applicable to this object.');
  throw accessDenied(`${asking} the correct secret key.`);
}

/** The same for a part of an upload, whose key was brought at its begin. */
export function assertUploadKey({ customerKeyMd5: own }: StoredEncryption, input: CustomerKeyInput): void {
  const given = customerKeyOf(input);
  if (own === given) return;
  if (given === undefined) {
    throw invalidRequest(
      'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
    );
  }
  if (own === undefined) {
    throw invalidRequest(
      'The multipart upload initiate did not request encryption. Please resend the request without sending encryption parameters.',
    );
  }
  throw invalidRequest('The provided encryption parameters did not match the ones used originally.');
}
