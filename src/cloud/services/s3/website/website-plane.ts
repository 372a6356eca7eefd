import { AwsError } from '../../../kernel/errors.ts';
import type { FaultModel } from '../../../kernel/faults/fault-model.ts';
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts';
import { crossHttpBoundary, httpTarget } from '../../../kernel/http-boundary.ts';
import { defaultAccount, rootCaller } from '../../../kernel/identity.ts';
import type { Trace } from '../../../kernel/trace.ts';
import type { CloudKernel, DataPlane } from '../../../service-kit/contract.ts';
import { s3Cors } from '../buckets/cors-answer.ts';
import { openS3State, type S3State } from '../state.ts';
import { errorHeaders, errorPage } from './error-page.ts';
import { type ReadObject, serveWebsite, type WebsiteAnswer } from './serve-website.ts';
import { websiteBucketOf } from './website-address.ts';

const name = 's3-website';
const hostId = 'squall';
const htmlType = 'text/html; charset=utf-8';

/** How requests to websites can fail. */
const websiteFaults: FaultModel = {
  failure: { code: 'InternalError', status: 500 },
  throttle: { code: 'SlowDown', status: 503 },
  traits: () => ['edge'],
  isWrite: () => false,
  answersHttp: true,
};

/** Buckets as websites, on hosts of their own. https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteHosting.html */
export const websitePlane: DataPlane = {
  name,
  shortName: 'site',
  isOpenToPages: true,
  faults: websiteFaults,
  hostMark: '.s3-website',
  hasOwnHost: (request) => websiteBucketOf(request) !== undefined,
  handle(request, kernel) {
    const bucket = websiteBucketOf(request) ?? '';
    const id = kernel.random.uuid();
    const target = httpTarget(request, kernel, {
      caller: rootCaller('anonymous'),
      service: name,
      operation: request.method,
      resource: bucket,
      id,
      model: websiteFaults,
    });
    return crossHttpBoundary(kernel, target, request, {
      run: async () => withHead(request, await answer(bucket, request, kernel, target)),
      answerOf: (error) => (error instanceof AwsError ? responseOf({ kind: 'error', error }, id) : undefined),
    });
  },
};

interface Hop {
  readonly id: string;
  readonly trace: Trace;
}

async function answer(bucket: string, request: HttpRequest, kernel: CloudKernel, hop: Hop): Promise<HttpResponse> {
  const state = stateOf(kernel);
  const question = {
    resource: bucket,
    isWhole: request.path === '/',
    method: request.method,
    headers: request.headers,
  };
  const origin = request.headers.origin;
  const nowMs = kernel.clock.now();
  const read = (input: object) =>
    kernel.call<ReadObject>('s3', 'GetObject', input, {
      caller: rootCaller(defaultAccount),
      account: defaultAccount,
      region: kernel.settings.defaultRegion,
      parent: hop.id,
      trace: hop.trace,
    });
  if (request.method === 'OPTIONS') {
    return { status: 200, headers: { ...ids(hop.id), ...s3Cors.preflight(state, question) }, body: '' };
  }
  const response = responseOf(await serveWebsite(bucket, { state, request, nowMs, read }), hop.id);
  const cors = origin === undefined ? undefined : s3Cors.allow(state, question);
  return cors ? { ...response, headers: { ...response.headers, ...cors } } : response;
}

/** Requests to websites are unsigned; such belong to the default account, and S3 has one state for all regions. */
const stateOf = ({ world }: CloudKernel): S3State => openS3State(world.scope('s3', defaultAccount, 'global'));

function responseOf(answered: WebsiteAnswer, id: string): HttpResponse {
  const more = answered.kind !== 'error' && answered.error ? errorHeaders(answered.error) : {};
  switch (answered.kind) {
    case 'object':
      return {
        status: answered.status,
        headers: { ...ids(id), ...more, ...objectHeaders(answered.object) },
        body: answered.object.Body,
      };
    case 'redirection': {
      const { status, location } = answered.redirection;
      const body = answered.error ? errorPage(answered.error, id, hostId) : '';
      return { status, headers: { ...ids(id), ...more, location, ...(body && { 'content-type': htmlType }) }, body };
    }
    case 'error': {
      const { error, failed } = answered;
      if (error.status === 304) return { status: 304, headers: { ...ids(id), ...error.headers }, body: '' };
      return {
        status: error.status ?? 500,
        headers: { ...ids(id), ...error.headers, ...errorHeaders(error), 'content-type': htmlType },
        body: errorPage(error, id, hostId, failed),
      };
    }
  }
}

const ids = (id: string) => ({ 'x-amz-request-id': id, 'x-amz-id-2': hostId });

function objectHeaders(object: ReadObject): Record<string, string> {
  const { ContentRange, ETag, LastModified, VersionId } = object;
  const headers: Record<string, string | undefined> = {
    'accept-ranges': 'bytes',
    'cache-control': object.CacheControl,
    'content-disposition': object.ContentDisposition,
    'content-encoding': object.ContentEncoding,
    'content-language': object.ContentLanguage,
    'content-range': ContentRange,
    'content-type': object.ContentType,
    etag: ETag,
    expires: object.ExpiresString,
    'last-modified': LastModified?.toUTCString(),
    'x-amz-version-id': VersionId,
  };
  for (const [key, value] of Object.entries(object.Metadata ?? {})) headers[`x-amz-meta-${key}`] = value;
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}

/** A HEAD is answered as a GET is, without the body and with its length. */
function withHead({ method }: HttpRequest, response: HttpResponse): HttpResponse {
  if (method !== 'HEAD') return response;
  const length = String(Buffer.byteLength(response.body));
  return { ...response, headers: { ...response.headers, 'content-length': length }, body: '' };
}
