import { AwsError } from '../../../../kernel/errors.ts';
import { validationError } from '../../errors.ts';
import { inlineTemplateBytesMax, storedTemplateBytesMax } from './limits.ts';

/** Where a request says that its template is; exactly one of the two. */
export interface TemplateSource {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
}

type Call = <Output>(service: string, operation: string, input: object) => Promise<Output>;

/**
 * The template's text, from the request or from S3. Throws AWS's ValidationError when there is none, more than one, or one
 * that is too long.
 */
export async function fetchTemplate(source: TemplateSource, call: Call): Promise<string> {
  const { TemplateBody, TemplateURL } = source;
  if (TemplateBody !== undefined && TemplateURL !== undefined) {
    throw validationError('Only one of TemplateBody or TemplateUrl may be specified.');
  }
  if (TemplateURL !== undefined) return fetchObject(TemplateURL, call);
  if (TemplateBody === undefined) throw validationError('Either Template URL or Template Body must be specified.');
  if (TemplateBody.length === 0) throw emptyBody();
  if (Buffer.byteLength(TemplateBody) > inlineTemplateBytesMax) {
    throw validationError(
      `1 validation error detected: Value '${TemplateBody}' at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${inlineTemplateBytesMax}`,
    );
  }
  return TemplateBody;
}

const emptyBody = () =>
  validationError(
    "1 validation error detected: Value '' at 'templateBody' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );

async function fetchObject(url: string, call: Call): Promise<string> {
  const location = locate(url);
  try {
    return await readObject(location, call);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code === 'ValidationError') throw error;
    throw validationError(
      `S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    );
  }
}

interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string;
}

/** The text of an object, which may be as long as a template. Throws what S3 answers where it cannot be read. */
export async function readObject({ bucket, key, versionId }: ObjectLocation, call: Call): Promise<string> {
  const { Body } = await call<{ Body?: unknown }>('s3', 'GetObject', {
    Bucket: bucket,
    Key: key,
    ...(versionId !== undefined && { VersionId: versionId }),
  });
  const text = await bodyText(Body);
  if (Buffer.byteLength(text) > storedTemplateBytesMax) {
    throw validationError(`Template may not exceed ${storedTemplateBytesMax} bytes in size.`);
  }
  return text;
}

/** Bucket and key of an object's URL: path style, virtual hosts, and ours in both styles. */
export function locate(url: string, member = 'TemplateURL'): ObjectLocation {
  if (!URL.canParse(url)) throw validationError(`${member} must be a supported URL.`);
  const { hostname, pathname, searchParams, protocol } = new URL(url);
  if (!/^https?:$/.test(protocol)) throw validationError(`${member} must be a supported URL.`);
  const path = decoded(pathname.slice(1), member);
  const versionId = searchParams.get('versionId');
  const host = bucketOf(hostname);
  const slash = path.indexOf('/');
  const [bucket, key] =
    host !== undefined && host !== 's3' ? [host, path] : [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
  if (bucket === '' || key === '') throw validationError(`${member} must be a supported URL.`);
  return { bucket, key, ...(versionId !== null && { versionId }) };
}

const s3Suffix = /\.(?:amazonaws\.com(?:\.cn)?|localhost(?:\.localstack\.cloud)?)$/;

/** What stands before `s3` or `s3-region` in a host. By labels: one regular expression for it takes exponential time. */
function bucketOf(hostname: string): string | undefined {
  const labels = hostname.replace(s3Suffix, '').split('.');
  const isS3 = s3Suffix.test(hostname);
  const at = isS3 ? labels.findLastIndex((label) => label === 's3' || label.startsWith('s3-')) : -1;
  if (at > 0) return labels.slice(0, at).join('.');
  return /^(.+)\.localhost$/.exec(hostname)?.[1];
}

function decoded(path: string, member: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw validationError(`${member} must be a supported URL.`);
  }
}

/** An object's body as services hand it over: bytes, text, or a stream of either. */
async function bodyText(body: unknown): Promise<string> {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  if (typeof body === 'object' && body !== null && Symbol.asyncIterator in body) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body as AsyncIterable<Uint8Array | string>) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString();
  }
  return '';
}
