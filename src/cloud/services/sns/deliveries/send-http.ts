import { callBackend } from '../../../gateway/integrations/call-integration.ts';
import { crossBoundary } from '../../../kernel/boundary.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { HttpResponse } from '../../../kernel/http.ts';
import { serviceCaller } from '../../../kernel/identity.ts';
import { traceOf } from '../../../kernel/trace.ts';
import { snsFaults } from '../faults.ts';
import type { SnsContext } from '../operation.ts';
import { textFor } from '../publishing/published-message.ts';
import { isRaw } from '../subscriptions/attributes.ts';
import { snsPrincipal } from './defer-delivery.ts';
import { envelopeText, type Signing } from './envelope.ts';
import type { Delivering } from './queued-delivery.ts';

/** https://docs.aws.amazon.com/sns/latest/dg/sns-http-https-endpoint-as-subscriber.html */
const timeoutMs = 15_000;

/** Posts a message to an endpoint. Throws for an answer that does not take it; a server's fault is worth another try. */
export async function sendHttp(
  delivering: Delivering,
  signing: Signing,
  contentType: string,
  context: SnsContext,
): Promise<void> {
  const { kind, subscription, message } = delivering;
  const url = new URL(subscription.endpoint);
  const isRawText = kind === 'Notification' && isRaw(subscription);
  const body = Buffer.from(isRawText ? textFor(message, subscription.protocol) : envelopeText(delivering, signing));
  const headers = {
    'x-amz-sns-message-type': kind,
    'x-amz-sns-message-id': message.messageId,
    'x-amz-sns-topic-arn': subscription.topicArn,
    ...(kind !== 'SubscriptionConfirmation' && { 'x-amz-sns-subscription-arn': subscription.arn }),
    ...(isRawText && { 'x-amz-sns-rawdelivery': 'true' }),
    ...(url.username !== '' && { authorization: basic(url) }),
    'content-length': String(body.byteLength),
    'content-type': contentType,
    'user-agent': 'Amazon Simple Notification Service Agent',
    'accept-encoding': 'gzip,deflate',
  };
  const { status } = await post(url, headers, body, context);
  if (status >= 200 && status < 300) return;
  const isPassing = status >= 500 || status === 429;
  throw new AwsError('HttpError', `The endpoint answered ${status}`, {
    status,
    fault: isPassing ? 'server' : 'client',
  });
}

const basic = ({ username, password }: URL): string =>
  `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;

/** Over the boundary, so that faults and the journal see each request. */
function post(url: URL, headers: Record<string, string>, body: Buffer, context: SnsContext): Promise<HttpResponse> {
  const { kernel, random, requestId, trace } = context;
  const id = random.uuid();
  const target = {
    caller: serviceCaller(snsPrincipal, context.account),
    service: 'sns',
    operation: 'POST',
    resource: url.origin + url.pathname,
    attempt: 1,
    invocation: undefined,
    id,
    parent: requestId,
    trace: traceOf(id, trace, kernel),
    input: {},
    model: snsFaults,
  };
  return crossBoundary<HttpResponse>(kernel, target, {
    run: () => exchange(url, headers, body, context),
    statusOf: ({ status }) => status,
    requestBytes: body.byteLength,
  });
}

async function exchange(
  url: URL,
  headers: Record<string, string>,
  body: Buffer,
  { runtime, clock, requestId: parent }: SnsContext,
) {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  const request = { method: 'POST', url: bare, headers, body, parent };
  const outcome = await callBackend(runtime.outbound, clock, request, timeoutMs);
  if (outcome.kind === 'answer') return outcome.response;
  const reason = outcome.kind === 'timeout' ? `no answer within ${timeoutMs} ms` : outcome.reason;
  throw new AwsError('HttpError', reason, { status: 503, fault: 'server' });
}
