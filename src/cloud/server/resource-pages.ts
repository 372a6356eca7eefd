import { AwsError } from '../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import type { ResourceCors } from '../service-kit/cors.ts';
import { UnidentifiedCallError } from '../wire/bad-request.ts';
import { type BucketRequest, bucketRequestOf } from '../wire/identify/bucket-request.ts';
import { serializeError } from '../wire/wire.ts';
import type { Zone } from './zone.ts';

interface PageRoute {
  readonly zone: Zone;
  answer(): Promise<HttpResponse>;
}

/**
 * Requests of web pages to resources that have CORS rules of their own: preflights are answered by the rules, and what a
 * rule allows is open to its pages. Undefined for all other requests.
 */
export function resourcePageRoute(
  request: HttpRequest,
  kernel: CloudKernel,
  answerAsAws: () => Promise<HttpResponse>,
): PageRoute | undefined {
  const asked = bucketRequestOf(request);
  const service = asked && kernel.services.get(asked.service);
  if (!asked || !service?.cors) return undefined;
  const { account } = kernel.identity.callerOf(asked.accessKeyId);
  const state = kernel.state(service, account, kernel.settings.defaultRegion);
  const question = {
    resource: asked.bucket,
    isWhole: asked.isBucket,
    method: request.method,
    headers: request.headers,
  };
  const cors = service.cors as ResourceCors<unknown>;
  if (request.method === 'OPTIONS') {
    return { zone: 'preflight', answer: async () => preflight(() => cors.preflight(state, question), asked, kernel) };
  }
  const headers = cors.allow(state, question);
  return headers && { zone: 'shared', answer: async () => withHeaders(await answerAsAws(), headers) };
}

function preflight(
  headers: () => Readonly<Record<string, string>>,
  { service }: BucketRequest,
  kernel: CloudKernel,
): HttpResponse {
  try {
    return { status: 200, headers: headers(), body: '' };
  } catch (error) {
    const refusal = error instanceof AwsError ? new UnidentifiedCallError('restXml', service, error) : error;
    return serializeError(undefined, refusal, kernel.random.uuid(), kernel.models);
  }
}

const withHeaders = (response: HttpResponse, headers: Readonly<Record<string, string>>): HttpResponse => ({
  ...response,
  headers: { ...response.headers, ...headers },
});
