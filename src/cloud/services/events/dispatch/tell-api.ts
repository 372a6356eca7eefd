import type { Message } from '../../../delivery/deliveries.ts';
import type { Arn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { HttpRequest } from '../../../kernel/http.ts';
import type { Context } from '../../../service-kit/contract.ts';

/**
 * Requests a deployed API by its ARN, `api/stage/METHOD/path`: each `*` of the path takes one of the given values.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-gateway-target.html
 */
export async function tellApi({ resource }: Arn, { payload, http }: Message, context: Context): Promise<void> {
  const [apiId = '', stage = '', method = 'POST', ...segments] = resource.split('/');
  const values = [...(http?.pathParameters ?? [])];
  const path = segments
    .map((segment) => (segment === '*' ? encodeURIComponent(values.shift() ?? '*') : segment))
    .join('/');
  const query = new URLSearchParams(http?.query).toString();
  const body = Buffer.from(payload);
  const headers = {
    host: new URL(context.kernel.endpoint).host,
    'content-type': 'application/json',
    'content-length': String(body.length),
    'user-agent': 'Amazon/EventBridge/ApiGateway',
    ...http?.headers,
  };
  const request: HttpRequest = {
    method: method === '*' ? 'POST' : method,
    path: `/restapis/${apiId}/${stage}/_user_request_/${path}`,
    query,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    rawHeaders: Object.entries(headers).flat(),
    remoteAddress: '127.0.0.1',
    body,
  };
  const { status } = await context.kernel.handle(request);
  if (status < 300) return;
  const isPassing = status === 429 || status >= 500;
  throw new AwsError('SDK_CLIENT_ERROR', `The API answered with the status ${status}.`, {
    status: isPassing ? status : 400,
    fault: isPassing ? 'server' : 'client',
  });
}
