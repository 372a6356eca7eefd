import { AwsError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';

/** A form by which a browser uploads one object. */
export interface PostForm {
  readonly bucket: string;
  /** Values of fields in front of the file by their names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Uint8Array;
  /** What the browser takes the file for; a field of this name wins. */
  readonly fileType: string | undefined;
  readonly key: string;
  /** As the client addressed us. */
  readonly host: string;
}

interface Part {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

const fieldBytesMax = 20 * 1024; // AWS: all fields together but the file

export const isPostForm = ({ method, headers }: HttpRequest): boolean =>
  method === 'POST' && (headers['content-type']?.toLowerCase().startsWith('multipart/form-data') ?? false);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html; fields behind the file are not looked at. */
export function readPostForm(request: HttpRequest, bucket: string): PostForm {
  const fields = new Map<string, string>();
  let file: Part | undefined;
  let bytes = 0;
  for (const part of partsOf(request)) {
    if (part.name.toLowerCase() === 'file') {
      file = part;
      break;
    }
    bytes += part.body.byteLength;
    if (bytes > fieldBytesMax) throw refused('MaxPostPreDataLengthExceededError', tooMuch);
    fields.set(part.name.toLowerCase(), part.body.toString('utf8'));
  }
  const key = fields.get('key');
  if (key === undefined || key === '') throw missingField('key');
  if (!file) throw argument('POST requires exactly one file upload per request.', 'file', '0');
  const host = request.headers.host ?? 'localhost';
  // Bound to the end: what a browser calls a file may hold anything.
  const name = file.fileName?.replace(/^.*[\\/]/, '') ?? '';
  return {
    bucket,
    fields,
    file: file.body,
    fileType: file.contentType,
    key: key.replaceAll('$' + '{filename}', () => name),
    host,
  };
}

const tooMuch = 'Your POST request fields preceeding the upload file was too large.';

const refused = (code: string, message: string): AwsError => new AwsError(code, message, { status: 400 });

/** InvalidArgument, with its members. */
export const argument = (message: string, ArgumentName: string, ArgumentValue: string): AwsError =>
  new AwsError('InvalidArgument', message, { status: 400, members: { ArgumentName, ArgumentValue } });

export const missingField = (name: string): AwsError =>
  argument(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    name,
    '',
  );

const malformed = (): AwsError =>
  refused('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');

/** https://www.rfc-editor.org/rfc/rfc7578 */
function* partsOf({ headers, body }: HttpRequest): Generator<Part> {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(headers['content-type'] ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw malformed();
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const first = `--${boundary}`;
  let start = bytes.indexOf(first);
  if (start < 0) throw malformed();
  start += first.length;
  while (bytes.toString('latin1', start, start + 2) !== '--') {
    const headEnd = bytes.indexOf('\r\n\r\n', start);
    const end = bytes.indexOf(`\r\n${first}`, headEnd < 0 ? start : headEnd + 2);
    if (headEnd < 0 || end < headEnd) throw malformed();
    yield partOf(bytes.toString('utf8', start, headEnd), bytes.subarray(Math.min(headEnd + 4, end), end));
    start = end + 2 + first.length;
  }
}

function partOf(head: string, body: Buffer): Part {
  const name = /;\s*name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) throw malformed();
  return {
    name,
    fileName: /;\s*filename="([^"]*)"/i.exec(head)?.[1],
    contentType: /^content-type:\s*(.+?)\s*$/im.exec(head)?.[1],
    body,
  };
}
