import { createHash } from 'node:crypto';
import type { RevisionLocation } from '@aws-sdk/client-codedeploy';
import type { GetObjectOutput } from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import type { Context } from '../../../service-kit/contract.ts';
import { given } from '../../../service-kit/input.ts';
import { invalidRevision, notLambda, required } from '../errors.ts';
import type { Revision, RevisionPlace } from '../state.ts';

/** A revision as it was given, with what it holds. */
export type ReadRevision = Pick<Revision, 'content' | 'location' | 'sha256'>;

/** Reads an AppSpec file from the request, or from its object. Throws InvalidRevisionException. */
export async function readRevision(given: RevisionLocation | undefined, context: Context): Promise<ReadRevision> {
  if (!given) throw required('Revision', 'Revision');
  const inline = given.appSpecContent ?? given.string;
  if (given.revisionType === 'AppSpecContent' || given.revisionType === 'String') {
    if (inline?.content === undefined) throw invalidRevision('The AppSpec content of the revision is missing.');
    const read = revisionOf(inline.content, { type: given.revisionType });
    if (inline.sha256 !== undefined && inline.sha256 !== read.sha256) {
      throw invalidRevision('The SHA256 hash value of the revision is not that of its content.');
    }
    return read;
  }
  if (given.revisionType === 'S3') return fromObject(given.s3Location, context);
  throw notLambda(`revisions of type ${given.revisionType ?? 'none'}`);
}

const revisionOf = (content: string, location: RevisionPlace): ReadRevision => ({
  content,
  location,
  sha256: createHash('sha256').update(content).digest('hex'),
});

async function fromObject(location: RevisionLocation['s3Location'], context: Context): Promise<ReadRevision> {
  const { bucket, key, bundleType = 'YAML', version, eTag } = location ?? {};
  if (!bucket || !key) throw invalidRevision('The S3 location of the revision has no bucket or no key.');
  if (bundleType !== 'YAML' && bundleType !== 'JSON') throw notLambda(`bundles of type ${bundleType}`);
  const input = { Bucket: bucket, Key: key, ...(version !== undefined && { VersionId: version }) };
  try {
    const { Body } = await context.call<GetObjectOutput & { Body: AsyncIterable<Uint8Array> }>(
      's3',
      'GetObject',
      input,
    );
    const place: RevisionPlace = {
      type: 'S3',
      bucket,
      key,
      bundleType,
      ...(eTag && { eTag }),
      ...(version && { version }),
    };
    return revisionOf(await textOf(Body), place);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidRevision(`The revision s3://${bucket}/${key} cannot be read: ${error.message}`);
  }
}

async function textOf(body: AsyncIterable<Uint8Array> | Uint8Array): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

/**
 * Where a revision is, as answers tell it: content is told by GetApplicationRevision alone.
 * https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_GetDeployment.html
 */
export function tellRevision(place: RevisionPlace, sha256: string, content?: string): RevisionLocation {
  if (place.type === 'S3') {
    const { type: revisionType, ...location } = place;
    return { revisionType, s3Location: location as NonNullable<RevisionLocation['s3Location']> };
  }
  const told = given({ content, sha256 });
  return place.type === 'String'
    ? { revisionType: place.type, string: told }
    : { revisionType: place.type, appSpecContent: told };
}
