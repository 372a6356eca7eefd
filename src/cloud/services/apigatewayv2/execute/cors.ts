import { asksAhead, preflightReply, withCors } from '../../../gateway/cors/cors.ts';
import type { Step } from './exchange.ts';

/**
 * Answered whether there is a route or not. A guarded `$default` route alone sees preflights itself, as AWS warns:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export const answerPreflight: Step = (exchange) => {
  const { api, request, match } = exchange;
  if (!api.cors || !asksAhead(request.method, request.headers)) return;
  const isGuarded = match?.route.key === '$default' && (match.route.record.AuthorizationType ?? 'NONE') !== 'NONE';
  if (isGuarded) return;
  exchange.isPreflight = true;
  exchange.reply = preflightReply(api.cors, request.headers.origin);
};

/** Also on errors of the gateway's own, so that browsers let pages see them. */
export const addCors: Step = (exchange) => {
  const { api, request, reply, isPreflight } = exchange;
  if (api.cors && reply && !isPreflight) exchange.reply = withCors(reply, api.cors, request.headers.origin);
};
