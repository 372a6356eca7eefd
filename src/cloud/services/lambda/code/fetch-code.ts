import { createHash } from 'node:crypto';
import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { invalidParameter, tooLarge } from '../errors.ts';
import type { CodePackage } from '../state.ts';
import { ArchiveError } from './archive-error.ts';
import type { CodeFiles } from './code-files.ts';

/** AWS: a zip that is uploaded directly. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const zippedBytesMax = 52_428_800;

/** Where code comes from; the members that CreateFunction, UpdateFunctionCode and PublishLayerVersion share. */
export interface CodeSource {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly S3Key?: string | undefined;
  readonly S3ObjectVersion?: string | undefined;
  readonly ImageUri?: string | undefined;
  readonly S3ObjectStorageMode?: string | undefined;
  readonly SourceKMSKeyArn?: string | undefined;
}

/** Takes the archive from the request or from S3 (as the caller), checks it and stores it as a blob. */
export async function fetchCode(source: CodeSource, context: Context, files: CodeFiles): Promise<CodePackage> {
  refuseForeign(source);
  const zip = await readArchive(source, context);
  const imports = await files.check(zip).catch((error: unknown) => {
    if (!(error instanceof ArchiveError)) throw error;
    context.kernel.log.warn(`an archive of Lambda was refused: ${error.message}`);
    throw invalidParameter(error.awsText);
  });
  return {
    blob: context.kernel.blobs.put(zip),
    sha256: createHash('sha256').update(zip).digest('base64'),
    bytes: zip.byteLength,
    ...(imports.length > 0 && { imports }),
  };
}

function refuseForeign(source: CodeSource): void {
  if (source.ImageUri !== undefined) throw new UnsupportedError('Lambda functions from container images (ImageUri)');
  if (source.SourceKMSKeyArn !== undefined) throw new UnsupportedError('Lambda SourceKMSKeyArn');
  if (source.S3ObjectStorageMode === 'REFERENCE') throw new UnsupportedError('Lambda S3ObjectStorageMode REFERENCE');
}

async function readArchive(source: CodeSource, context: Context): Promise<Uint8Array> {
  if (source.ZipFile !== undefined) {
    if (source.ZipFile.byteLength === 0) throw invalidParameter('Uploaded file must be a non-empty zip');
    if (source.ZipFile.byteLength > zippedBytesMax) {
      throw tooLarge(`Zipped size must be smaller than ${zippedBytesMax} bytes`);
    }
    return source.ZipFile;
  }
  if (source.S3Bucket === undefined || source.S3Key === undefined) {
    throw invalidParameter('Please provide a source for function code.');
  }
  const input = {
    Bucket: source.S3Bucket,
    Key: source.S3Key,
    ...(source.S3ObjectVersion !== undefined && { VersionId: source.S3ObjectVersion }),
  };
  try {
    const { Body } = await context.call<{ readonly Body: unknown }>('s3', 'GetObject', input);
    return await bytesOf(Body);
  } catch (error) {
    throw error instanceof AwsError ? unfetchable(error) : error;
  }
}

const unfetchable = (error: AwsError): AwsError =>
  invalidParameter(`Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`);

/** Bodies inside the process are bytes; a stream is read to its end. */
async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return Buffer.from(body);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
