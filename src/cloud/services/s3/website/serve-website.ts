import type { GetObjectOutput, GetObjectRequest, WebsiteConfiguration } from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.ts';
import type { HttpRequest } from '../../../kernel/http.ts';
import { absent, accessDenied, noSuchBucket, noSuchKey } from '../errors.ts';
import { currentObject } from '../objects/versions.ts';
import type { Bucket, S3State, StoredObject } from '../state.ts';
import { mayEverybodyList, mayEverybodyRead } from './may-everybody.ts';
import { type Redirection, redirectionByRules, redirectionOfAll, type Visit } from './redirects.ts';

/** An object as GetObject answers it inside of this process. */
export type ReadObject = Omit<GetObjectOutput, 'Body'> & { readonly Body: Uint8Array };

/** What answers a request to a website. */
export type WebsiteAnswer =
  | { readonly kind: 'object'; readonly status: number; readonly object: ReadObject; readonly error?: AwsError }
  | { readonly kind: 'redirection'; readonly redirection: Redirection; readonly error?: AwsError }
  | { readonly kind: 'error'; readonly error: AwsError; readonly failed?: AwsError };

/** Around one request to one bucket. */
export interface Serving {
  readonly state: S3State;
  readonly request: HttpRequest;
  readonly nowMs: number;
  /** Reads an object through the pipeline. */
  readonly read: (input: GetObjectRequest) => Promise<ReadObject>;
}

interface Website extends Serving {
  readonly bucket: Bucket;
  readonly website: WebsiteConfiguration;
  readonly visit: Visit;
}

/**
 * Answers a request as a bucket's website does: redirections of all, rules, the object or the index document of its
 * folder, rules for errors, the error document.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html
 */
export async function serveWebsite(name: string, serving: Serving): Promise<WebsiteAnswer> {
  const { request, state } = serving;
  const bucket = state.buckets.get(name);
  if (!bucket) return { kind: 'error', error: noSuchBucket(name) };
  const { website } = bucket;
  if (!website) return { kind: 'error', error: absent('website', name) };
  const visit = { host: request.headers.host ?? '', key: request.path.slice(1), query: request.query };
  if (website.RedirectAllRequestsTo) {
    return { kind: 'redirection', redirection: redirectionOfAll(website.RedirectAllRequestsTo, visit) };
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return { kind: 'error', error: methodNotAllowed(request) };
  const redirection = redirectionByRules(website, visit);
  if (redirection) return { kind: 'redirection', redirection };
  return answerByObject({ ...serving, bucket, website, visit });
}

async function answerByObject(site: Website): Promise<WebsiteAnswer> {
  const { request, visit, website } = site;
  const suffix = website.IndexDocument?.Suffix ?? '';
  const key = decoded(visit.key);
  if (key === undefined) return { kind: 'error', error: invalidUri() };
  const isFolder = key === '' || key.endsWith('/');
  try {
    return await answerObject(site, isFolder ? key + suffix : key, 200, readConditionsOf(request));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.status === 304) return { kind: 'error', error };
    if (!isFolder && currentObject(site.state, site.bucket.name, `${key}/${suffix}`)) {
      return { kind: 'redirection', redirection: { status: 302, location: `/${visit.key}/` }, error: found() };
    }
    return answerError(site, error);
  }
}

/** Throws what a visitor may not or cannot read. */
async function answerObject(
  { bucket, read, state, ...asked }: Website,
  Key: string,
  status: number,
  conditions: Partial<GetObjectRequest> = {},
): Promise<WebsiteAnswer> {
  const found: StoredObject | undefined = currentObject(state, bucket.name, Key);
  if (!found) throw mayEverybodyList(bucket, asked) ? noSuchKey(Key) : accessDenied();
  if (!mayEverybodyRead(bucket, found, asked)) throw accessDenied();
  if (found.redirect !== undefined && status === 200) {
    return { kind: 'redirection', redirection: { status: 301, location: found.redirect } };
  }
  const object = await read({ Bucket: bucket.name, Key, ...conditions });
  return { kind: 'object', status: object.ContentRange !== undefined ? 206 : status, object };
}

async function answerError(site: Website, error: AwsError): Promise<WebsiteAnswer> {
  const redirection = redirectionByRules(site.website, site.visit, error.status);
  if (redirection) return { kind: 'redirection', redirection };
  const document = site.website.ErrorDocument?.Key;
  if (document === undefined) return { kind: 'error', error };
  try {
    return { ...(await answerObject(site, document, error.status ?? 500)), error };
  } catch (failed) {
    if (!(failed instanceof AwsError)) throw failed;
    return { kind: 'error', error, failed };
  }
}

function readConditionsOf({ headers }: HttpRequest): Partial<GetObjectRequest> {
  const dateOf = (name: string) => {
    const ms = Date.parse(headers[name] ?? '');
    return Number.isNaN(ms) ? undefined : new Date(ms);
  };
  return {
    IfMatch: headers['if-match'],
    IfNoneMatch: headers['if-none-match'],
    IfModifiedSince: dateOf('if-modified-since'),
    IfUnmodifiedSince: dateOf('if-unmodified-since'),
    Range: headers.range,
  };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

const methodNotAllowed = ({ method }: HttpRequest): AwsError =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    members: { Method: method, ResourceType: 'OBJECT' },
  });

const invalidUri = (): AwsError => new AwsError('InvalidURI', "Couldn't parse the specified URI.", { status: 400 });

/** What a folder without its slash is, in the words of the redirection. */
const found = (): AwsError => new AwsError('Found', 'Resource Found', { status: 302 });
