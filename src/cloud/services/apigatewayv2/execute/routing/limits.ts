import { routed, type Step } from '../exchange.ts';
import { entityTooLarge, headersTooLarge, tooManyRequests } from '../gateway-error.ts';

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
const bodyBytesMax = 10 * 1024 * 1024;
const headerBytesMax = 10_240; // of the request line and all header values together

/** 413 for too large a body, 431 for too large a head. */
export const limitSize: Step = ({ request }) => {
  if (request.body.byteLength > bodyBytesMax) throw entityTooLarge();
  let bytes = request.method.length + request.path.length + request.query.length;
  for (const text of request.rawHeaders) bytes += text.length;
  if (bytes > headerBytesMax) throw headersTooLarge();
};

/** 429 for a route that is asked faster than its stage allows. Each route of a stage has a bucket of its own. */
export const limitRate: Step = (exchange) => {
  const { match, api, stage, gateway, kernel } = routed(exchange);
  const { throttle, key } = match.route;
  if (!throttle) return;
  const bucket = `${api.record.ApiId}/${stage.name}/${key}`;
  if (!gateway.limiter.take(bucket, throttle, kernel.clock.now())) throw tooManyRequests();
};
