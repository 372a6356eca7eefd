/** A Lambda authorizer answered what is no result; the message is for logs, never for clients. */
export class MalformedResult extends Error {
  override readonly name = 'MalformedResult';
}
