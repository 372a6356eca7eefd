import { ParseError, parse } from '@aws-lambda-powertools/parser';
import { JSONStringified } from '@aws-lambda-powertools/parser/helpers';
import { orderPlaced, placedEventId } from './orders/events.ts';
import {
  begin,
  complete,
  completeWithOrder,
  hashOf,
  type Lock,
  release,
  type StoredAnswer,
} from './orders/idempotency.ts';
import { amountOf, type Order, type OrderRequest, orderRequestSchema } from './orders/order.ts';
import { tryToPublish, tryToPublishLeftover } from './orders/outbox.ts';
import { charge } from './orders/payments.ts';
import { Problem } from './orders/problem.ts';
import { createHandler, type Request, type Response } from './orders/route.ts';
import { logger } from './orders/telemetry.ts';

const keyLengthMax = 255;

/** `POST /orders`: charges once and stores once for an Idempotency-Key, however often the client asks. */
export const handler = createHandler('CreateOrder', async (event, context) => {
  const key = readKey(event);
  const request = readBody(event);
  const begun = await begin(key, JSON.stringify(request), context.getRemainingTimeInMillis());
  if (begun.kind === 'replay') {
    // The first try may have died between its commit and its event.
    if (begun.answer.status === 201) await tryToPublishLeftover(placedEventId(orderIdOf(key)));
    return toResponse(begun.answer, true);
  }
  return toResponse(await execute(key, request, begun.lock), false);
});

function readKey(event: Request): string {
  const key = event.headers['idempotency-key']?.trim() ?? '';
  if (key !== '' && key.length <= keyLengthMax) return key;
  throw new Problem(400, 'idempotency-key-required', 'The header Idempotency-Key is required, 1 to 255 characters');
}

function readBody(event: Request): OrderRequest {
  const body = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : event.body;
  try {
    return parse(body ?? '', undefined, JSONStringified(orderRequestSchema));
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new Problem(400, 'invalid-order', 'The order is not valid', {
      details: { errors: issuesOf(error) },
      cause: error,
    });
  }
}

/** The parser hands on what the schema found, as a list; a body that is no JSON is found too. */
function issuesOf({ cause }: ParseError): unknown {
  const issues = cause as readonly { readonly path?: readonly PropertyKey[]; readonly message: string }[];
  return issues.map(({ path = [], message }) => ({ path: path.join('.'), message }));
}

/** Both the charge's key and the order's id are made from it, so a second execution finds what the first one did. */
const orderIdOf = (key: string): string => `ord_${hashOf(key).slice(0, 24)}`;

/** Charge, store, tell. What happens behind the commit is no reason to refuse the order. */
async function execute(key: string, request: OrderRequest, lock: Lock): Promise<StoredAnswer> {
  const orderId = orderIdOf(key);
  const answer = await chargeAndStore(orderId, request, lock);
  if (answer.status === 201) await tryToPublish(orderPlaced(JSON.parse(answer.body) as Order));
  return answer;
}

/** Until the order is stored, a failure gives the lock back. */
async function chargeAndStore(orderId: string, request: OrderRequest, lock: Lock): Promise<StoredAnswer> {
  const amount = amountOf(request);
  try {
    const { id: chargeId } = await charge(
      { amount, currency: request.currency, reference: orderId },
      `charge-${orderId}`,
    );
    const answer = await completeWithOrder(lock, confirmed(request, orderId, amount, chargeId));
    logger.info('order placed', { orderId, amount });
    return answer;
  } catch (error) {
    if (error instanceof Problem && error.status === 402) return declined(lock, error);
    await release(lock);
    throw error;
  }
}

function confirmed(request: OrderRequest, orderId: string, amount: number, chargeId: string): Order {
  const now = new Date().toISOString();
  return { ...request, orderId, status: 'CONFIRMED', amount, chargeId, createdAt: now, updatedAt: now };
}

/** A declined payment is an outcome: the same key gets the same answer. */
async function declined(lock: Lock, problem: Problem): Promise<StoredAnswer> {
  const body = { type: `urn:orders:${problem.type}`, title: problem.message, status: problem.status };
  const answer = { status: problem.status, body: JSON.stringify(body) };
  await complete(lock, answer);
  return answer;
}

function toResponse({ status, body }: StoredAnswer, isReplay: boolean): Response {
  const contentType = status < 400 ? 'application/json' : 'application/problem+json';
  return {
    statusCode: status,
    headers: { 'content-type': contentType, ...(isReplay && { 'idempotency-replayed': 'true' }) },
    body,
  };
}
