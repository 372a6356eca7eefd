import { findOrder } from './orders/order-store.ts';
import { Problem } from './orders/problem.ts';
import { answer, createHandler } from './orders/route.ts';

/** `GET /orders/{id}` */
export const handler = createHandler('GetOrder', async (event) => {
  const order = await findOrder(event.pathParameters?.id ?? '');
  if (!order) throw new Problem(404, 'order-not-found', 'There is no such order');
  return answer(200, order);
});
