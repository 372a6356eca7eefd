import { z } from 'zod';
import { decodeCursor, encodeCursor } from './orders/cursor.ts';
import { orderStatuses } from './orders/order.ts';
import { listOrders } from './orders/order-store.ts';
import { Problem } from './orders/problem.ts';
import { answer, createHandler } from './orders/route.ts';
import { readSecret } from './orders/secrets.ts';
import { setting } from './orders/settings.ts';

const querySchema = z.object({
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  status: z.enum(orderStatuses).optional(),
});

/** `GET /orders?cursor=&limit=&status=`: newest first; `next` is the cursor of the following page. */
export const handler = createHandler('ListOrders', async (event) => {
  const query = querySchema.safeParse(event.queryStringParameters ?? {});
  if (!query.success) {
    const errors = query.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new Problem(400, 'invalid-query', 'The query is not valid', { details: { errors } });
  }
  const { cursor, limit, status } = query.data;
  const secret = await readSecret(setting('CURSORS_SECRET_ARN'));
  const start = cursor === undefined ? undefined : decodeCursor(cursor, secret, status);
  const { orders, nextKey } = await listOrders(status, limit, start?.key);
  return answer(200, { orders, ...(nextKey && { next: encodeCursor({ key: nextKey, status }, secret) }) });
});
